import { CoactError } from '../../engine/index.js'
import type { Transport } from './transport.js'

/** Runs a model of a file on this machine. @throws CoactError `model/no-llama` */
export async function localTransport(path: string): Promise<Transport> {
  throw new CoactError('model/no-llama', 'Models of this machine need node-llama-cpp', {
    where: path,
  })
}
