// node test/package/parts.mjs [ENTRY]: what each source file adds to what a bundler makes of `load` (docs/size.md): the bytes, minified and
// gzipped, that go when the file is empty, with whatever only it imports. ENTRY is core, tabular (the default) or all.
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzippedSize, tabular } from './edge-bundle.mjs'
import { root } from './install-packed.mjs'

const entries = {
  core: `export { load } from './src/core.ts'`,
  tabular: tabular('./src/core.ts', './src/ops/index.ts', './src/backends/js/kernels/index.ts'),
  all: `export { load } from './src/index.ts'`,
}
const contents = entries[process.argv[2] ?? 'tabular']
if (contents === undefined) throw new Error(`expected one of ${Object.keys(entries).join(', ')}`)

/** Every name that a file exports, as 0. */
function emptied(path) {
  const names = readFileSync(path, 'utf8').matchAll(
    /^(?:\/\*.*\*\/ )?export (?:async )?(?:function\*?|const|class) (\w+)/gm,
  )
  return [...new Set([...names].map(([, name]) => name))].map((name) => `export const ${name} = 0`).join('\n')
}

/** The bundle without the content of one source file. */
async function bundleWithout(file) {
  const omit = {
    name: 'omit',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => (path === join(root, file ?? '') ? { contents: emptied(path) } : null))
    },
  }
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
    plugins: [omit],
  })
  return { size: gzippedSize(outputFiles[0].text), inputs: Object.values(metafile.outputs)[0].inputs }
}

const whole = await bundleWithout()
const rows = []
for (const [file, { bytesInOutput }] of Object.entries(whole.inputs)) {
  if (bytesInOutput > 0 && file.startsWith('src/'))
    rows.push([whole.size - (await bundleWithout(file)).size, bytesInOutput, file])
}
rows.sort((a, b) => b[0] - a[0])
console.log(`${whole.size} bytes gzipped; without each file fewer by, and its own bytes minified:`)
for (const [fewer, own, file] of rows) console.log(String(fewer).padStart(6), String(own).padStart(6), file)
