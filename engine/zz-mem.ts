import { feast, restless } from '/work/main/examples/bazaar.js'
import { createEpisode } from '/work/main/engine/index.js'
const ticks = Array.from({length:200},(_, i)=>restless(i))
for (const track of [false, true]) {
  const e = createEpisode({...feast, horizon: 1e7} as never, { seed: 7, track })
  const t0=performance.now()
  for (let n=0;n<=20000;n++){ e.step(ticks[n%200]!); if(n%5000===0){ (globalThis as any).gc(); console.log(track, n, (process.memoryUsage().heapUsed/1e6).toFixed(2), (process.memoryUsage().arrayBuffers/1e6).toFixed(2)) } }
  console.log(((performance.now()-t0)/20000*1000).toFixed(0),'us/tick')
  const s=e.save(); console.log('strings', s.store.strings.length, 'pairs', s.store.pairs.map(p=>p.entities.length))
}
