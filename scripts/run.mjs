// Runs a TypeScript file of this repository: node scripts/run.mjs FILE [ARGUMENT...]
import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [file, ...args] = process.argv.slice(2)
const folder = mkdtempSync(join('node_modules', '.run-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const outfile = resolve(folder, 'main.mjs')
await build({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
})
process.argv = [process.argv[0], file, ...args]
await import(pathToFileURL(outfile).href)
