import { useEffect, useRef } from 'preact/hooks'
import { KEYS } from '../cursor/keys.js'
import { usePage } from './use.js'

const CALLED: Readonly<Record<string, string>> = {
  ' ': 'space',
  ArrowRight: '→',
  ArrowLeft: '←',
  Escape: 'esc',
}

/** All keys. */
export function Help({ close }: { readonly close: () => void }) {
  const { seats } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(({ keys, text }) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{CALLED[key] ?? key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        In the world: drag to move, wheel to zoom, click to select. In the lanes: click or drag to
        go there, wheel to look closer.
        {seats === undefined ? '' : ' In a seat, the keys of what you can do are on the buttons.'}
      </p>
      <button type="button" class="primary" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  )
}
