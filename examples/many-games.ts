import { createStreams, vector } from 'coact'
import { ticTacToe } from 'coact/worlds'

const games = vector(ticTacToe, { episodes: 64, seed: 7 })
const dice = createStreams('choices', {}, false).stream('legal')
const { agents, actions, asked, masks } = games
const ids = new Int16Array(asked.length)
const won = agents.map(() => 0)
let ended = 0
for (let step = 0; step < 500; step++) {
  for (let row = 0; row < ids.length; row++) {
    if (asked[row] === 0) continue
    const mask = masks.subarray(row * actions, (row + 1) * actions)
    ids[row] = dice.pick([...mask.keys()].filter((id) => mask[id] === 1))
  }
  const { dones, rewards } = games.step(ids)
  for (const done of dones) ended += done
  rewards.forEach((reward, row) => {
    if (reward > 0) won[row % agents.length]! += 1
  })
}
console.log(`${ended} games, won by ${agents.map((name, a) => `${name}: ${won[a]}`).join(', ')}`)
