import type { Backend } from '../backends/backend.js'
import { js } from '../js.js'
import type { Model } from '../model/model.js'
import { loadFile } from '../node.js'
import { ortNode } from '../ort-node.js'
import { ortWeb } from '../ort-web.js'

/** The inference engines that `--backend` knows. */
export const backends = ['js', 'ort-web', 'ort-node'] as const

/** One of `backends`. */
export type BackendName = (typeof backends)[number]

const engines: Readonly<Record<BackendName, () => Backend>> = { js, 'ort-web': ortWeb, 'ort-node': ortNode }

/** Loads a bundle file with every op, on the inference engine of that name. */
export async function openModel(file: string, backend: BackendName): Promise<Model> {
  return loadFile(file, { backend: engines[backend]() })
}
