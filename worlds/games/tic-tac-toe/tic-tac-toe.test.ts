import { gameLaws } from '../../kernels/board/testing/laws.node.js'
import { scenarios } from './scenarios/index.js'
import { ticTacToe } from './world.js'

gameLaws({ beside: import.meta.url, world: ticTacToe, scenarios })
