import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { scenarios } from './scenarios/index.js'
import { monsterHunt } from './world.js'

gameLaws({ beside: import.meta.url, world: monsterHunt, scenarios, params: [{ horizon: 1 }] })
