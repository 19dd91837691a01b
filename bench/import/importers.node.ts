import { earbench } from './earbench.node.js'
import { overcooked } from './overcooked.node.js'
import type { Importer } from './types.js'

/** Importers by name. */
export const importers: Readonly<Record<string, Importer>> = { earbench, overcooked }
