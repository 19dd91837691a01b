import { useEffect, useRef } from 'preact/hooks'
import { wholeIn } from '../paint/camera.js'
import { paintScene } from '../paint/scene.js'
import { usePage } from '../parts/use.js'
import type { Scene } from '../scene.js'

/** A picture of a moment, all of it, as large as there is room. */
export function Picture({ scene, tick }: { readonly scene: Scene; readonly tick: number }) {
  const { palette } = usePage()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const c = canvas.current!
    const draw = (): void => {
      const ratio = window.devicePixelRatio || 1
      const [width, height] = [c.clientWidth, c.clientHeight]
      c.width = Math.round(width * ratio)
      c.height = Math.round(height * ratio)
      const ctx = c.getContext('2d', { alpha: false })!
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
      paintScene(ctx, scene, {
        palette,
        camera: wholeIn(scene.box, width, height),
        width,
        height,
      })
      c.dataset['tick'] = String(tick)
    }
    draw()
    const sized = new ResizeObserver(draw)
    sized.observe(c)
    return () => sized.disconnect()
  }, [scene, palette, tick])
  return (
    <canvas
      ref={canvas}
      class="picture"
      role="img"
      aria-label="The world, of which all see everything"
    />
  )
}
