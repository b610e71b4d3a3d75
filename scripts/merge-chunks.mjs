// The files that `skewless` loads, in two: what `skewless/core` and the adapters of other engines load too, and the rest. The bundler makes
// a file of each set of entries that share something, and Node needs about a millisecond for each that it opens.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rollup } from 'rollup'

/** The files that a file imports, those that they import, and so on. */
function closureOf(folder, file, found = new Set()) {
  for (const [, path] of readFileSync(join(folder, file), 'utf8').matchAll(/from\s*"\.\/([^"]+)"/g)) {
    if (found.has(path)) continue
    found.add(path)
    closureOf(folder, path, found)
  }
  return found
}

/** Writes the entries of a folder anew, in fewer files. */
export async function mergeChunks(folder, { core, whole, adapter }) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  const entries = files.filter((file) => !file.startsWith('chunk-'))
  const shared = closureOf(folder, whole)
  const base = closureOf(folder, core)
  for (const file of closureOf(folder, adapter)) {
    if (shared.has(file)) base.add(file)
  }
  if (base.size === 0 || shared.size === 0) throw new Error('expected files that are shared, found none')
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((file) => [file.slice(0, -'.js'.length), join(folder, file)])),
    external: (id) => !/^[./]/.test(id),
    treeshake: false,
  })
  for (const file of files) rmSync(join(folder, file))
  await bundle.write({
    dir: folder,
    chunkFileNames: '[name].js',
    hoistTransitiveImports: false,
    minifyInternalExports: false,
    manualChunks: (id) => {
      const file = relative(folder, id)
      if (base.has(file)) return 'base'
      return shared.has(file) ? 'ops' : undefined
    },
  })
}
