// node build.mjs [BUNDLE]: the page in dist/, ready for any static host.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))

await mkdir(file('dist'), { recursive: true })
for (const name of ['index.html', 'page.css', 'page.js']) await copyFile(file(name), file(`dist/${name}`))
await copyFile(process.argv[2] ?? file('../pima/pima.mlbundle'), file('dist/model.mlbundle'))

/** What the service worker keeps names its cache: other files, another cache. */
const kept = createHash('sha256')
for (const name of ['index.html', 'page.css', 'page.js', 'model.mlbundle']) {
  kept.update(await readFile(file(`dist/${name}`)))
}
await build({
  entryPoints: [file('service-worker.js')],
  outfile: file('dist/service-worker.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  define: { VERSION: JSON.stringify(kept.digest('hex').slice(0, 16)) },
})
