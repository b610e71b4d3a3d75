// node build.mjs [BUNDLE]: the page in dist/, ready for any static host.
import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))

await mkdir(file('dist'), { recursive: true })
for (const name of ['index.html', 'page.css']) await copyFile(file(name), file(`dist/${name}`))
const bundle = process.argv[2] ?? file('../pima/pima-edge.mlbundle')
await copyFile(bundle, file('dist/model.mlbundle'))
// Of the library only what this bundle needs.
await writeFile(file('dist/open.mjs'), execFileSync('npx', ['skewless', 'inspect', bundle, '--imports', 'small']))
await build({
  entryPoints: [file('page.js')],
  outfile: file('dist/page.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
})
