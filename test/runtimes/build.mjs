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
  await bundleProgram(new URL('portable.mjs', import.meta.url), bundlePath, folder)
  const dataPath = join(folder, 'data.json')
  writeFileSync(dataPath, JSON.stringify(await collectData(rows)))
  return { bundlePath, dataPath }
}

/** One ESM file of a program and all that it imports, the package being the one that is installed in `folder`. */
export function bundleProgram(entry, outfile, folder, options = {}) {
  return build({
    entryPoints: [entry.pathname],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'none',
    plugins: [packageFrom(folder)],
    ...options,
  })
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
