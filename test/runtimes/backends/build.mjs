import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { valueOf } from '../../../examples/shared/fields.mjs'
import { installPacked, root } from '../../package/install-packed.mjs'
import { bundleProgram } from '../build.mjs'
import { importSource } from '../import-source.mjs'

/** onnxruntime's packages, installed for test/ort.test.ts. */
export const peers = join(root, 'test/ort/node_modules')

/** The program of each backend, and the files that onnxruntime-web looks for beside it: `.wasm`, and `.mjs` where there is no origin. */
const programs = { web: 'ort-wasm-simd-threaded', webgpu: 'ort-wasm-simd-threaded.asyncify', node: null }

/** Makes in `folder` the programs, `{ bundlePath, wasm }` by name, and their data. */
export async function buildBackends(folder) {
  installPacked(folder)
  const built = {}
  for (const [name, engine] of Object.entries(programs)) {
    const at = join(folder, name)
    mkdirSync(at)
    built[name] = { bundlePath: join(at, 'portable.mjs') }
    await bundleProgram(new URL(`${name}.mjs`, import.meta.url), built[name].bundlePath, folder, {
      nodePaths: [peers],
      conditions: ['import'],
      external: ['node:*', 'module', 'worker_threads'],
      logLevel: 'error',
    })
    if (engine === null) continue
    const files = [`${engine}.mjs`, `${engine}.wasm`]
    for (const file of files) copyFileSync(join(peers, 'onnxruntime-web/dist', file), join(at, file))
    built[name].wasm = join(at, files[1])
  }
  const dataPath = join(folder, 'data.json')
  const ortNode = new URL(`file://${peers}/onnxruntime-node/dist/index.js`).href
  writeFileSync(dataPath, JSON.stringify({ bundles: await bundlesToScore(), ortNode }))
  return { programs: built, dataPath }
}

/** The example bundles with their records, and a network in float32. */
async function bundlesToScore() {
  const { load } = await import('../../../dist/index.js')
  const bundles = {}
  for (const name of readdirSync(join(root, 'examples'))) {
    const file = join(root, 'examples', name, `${name}.mlbundle`)
    if (!existsSync(file)) continue
    const bytes = readFileSync(file)
    const { schema } = await load(bytes)
    const inputs = new Map(schema.inputs.map((input) => [input.name, input]))
    const rows = parse(readFileSync(join(root, 'examples', name, 'records.csv')), { columns: true })
    const records = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, text]) => [key, valueOf(inputs.get(key), text)])),
    )
    bundles[name] = { content: bytes.toString('base64'), records, tolerance: 1e-14 }
  }
  const { network } = await importSource(new URL('network.mjs', import.meta.url))
  const { bytes, records } = await network()
  bundles.network = { content: Buffer.from(bytes).toString('base64'), records, tolerance: 1e-6 }
  return bundles
}
