// node build.mjs [BUNDLE]: the page in dist/, ready for any static host.
import { copyFile, mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))

await mkdir(file('dist'), { recursive: true })
await copyFile(file('index.html'), file('dist/index.html'))
await copyFile(file('../../browser/page.css'), file('dist/page.css'))
await copyFile(process.argv[2] ?? file('../../pima/pima.mlbundle'), file('dist/model.mlbundle'))
await build({
  entryPoints: [file('page.jsx')],
  outfile: file('dist/page.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
})
