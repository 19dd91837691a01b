import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { scenarios } from './scenarios/index.js'
import { coinDilemma } from './world.js'

gameLaws({ beside: import.meta.url, world: coinDilemma, scenarios, params: [{ horizon: 1 }] })
