// node build.mjs [BUNDLE]: the page in dist/, ready for any static host.
import { copyFile, mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))

await mkdir(file('dist'), { recursive: true })
for (const name of ['index.html', 'page.css']) await copyFile(file(name), file(`dist/${name}`))
await copyFile(process.argv[2] ?? file('../pima/pima.mlbundle'), file('dist/model.mlbundle'))
await build({
  entryPoints: [file('page.js'), file('worker.js')],
  outdir: file('dist'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
})
