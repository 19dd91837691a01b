import type { Game } from '../../../engine/index.js'
import { formOf, type Matrix, normalFormRules } from '../../kernels/board/index.js'

/**
 * A game given by a table of pay-offs: all choose once, at the same time.
 *
 * @example
 * matrixRules(MATRICES.pd)
 */
export const matrixRules = (matrix: Matrix): Game => normalFormRules(formOf(matrix))
