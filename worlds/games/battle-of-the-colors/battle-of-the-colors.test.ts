import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { scenarios } from './scenarios/index.js'
import { battleOfTheColors } from './world.js'

gameLaws({ beside: import.meta.url, world: battleOfTheColors, scenarios, params: [{ horizon: 1 }] })
