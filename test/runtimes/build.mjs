import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { installPacked } from '../package/install-packed.mjs'
import { collectData } from './data.mjs'

/**
 * Makes in `folder` (a clean one) what the runtimes are given: one ESM file, bundled from the portable program and the
 * packed and installed package, and the data as one JSON file: `rows` generated rows go through each op.
 */
export async function buildPortable(folder, rows) {
  installPacked(folder)
  const bundlePath = join(folder, 'portable.mjs')
  await build({
    entryPoints: [new URL('portable.mjs', import.meta.url).pathname],
    outfile: bundlePath,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'none',
    plugins: [packageFrom(folder)],
  })
  const dataPath = join(folder, 'data.json')
  writeFileSync(dataPath, JSON.stringify(await collectData(rows)))
  return { bundlePath, dataPath }
}

/** Imports of the package find the installed one, by its `exports`, wherever they stand. */
function packageFrom(folder) {
  return {
    name: 'installed package',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^skewless(\/|$)/ }, ({ path, kind, resolveDir }) =>
        resolveDir.startsWith(folder) ? undefined : resolve(path, { kind, resolveDir: folder }),
      )
    },
  }
}
