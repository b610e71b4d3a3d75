import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Backend } from '../backends/backend.js'
import type { OrtModule } from '../backends/ort.js'
import { js } from '../js.js'
import type { Model } from '../model/model.js'
import { loadFile } from '../node.js'
import { ortNode } from '../ort-node.js'
import { ortWeb } from '../ort-web.js'

/** The inference engines that `--backend` knows. */
export const backends = ['js', 'ort-web', 'ort-node'] as const

/** One of `backends`. */
export type BackendName = (typeof backends)[number]

const engines: Readonly<Record<BackendName, () => Backend>> = {
  js,
  'ort-web': () => ortWeb(installed('onnxruntime-web')),
  'ort-node': () => ortNode(installed('onnxruntime-node')),
}

/** A package as the directory has it that the command is run in; where it has none, it is looked for beside this file. */
function installed(name: string): { ort?: OrtModule } {
  try {
    return { ort: createRequire(join(process.cwd(), 'package.json'))(name) as OrtModule }
  } catch {
    return {}
  }
}

/** Loads a bundle file with every op, on the inference engine of that name. */
export async function openModel(file: string, backend: BackendName): Promise<Model> {
  return loadFile(file, { backend: engines[backend]() })
}
