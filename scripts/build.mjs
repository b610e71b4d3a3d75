// Builds dist: ESM, with the command line, and a self-contained command line by tsup; CommonJS from the ESM; declarations by tsc.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commonJs } from './common-js.mjs'
import { mergeChunks } from './merge-chunks.mjs'
import { makeSharedEntry } from './shared-entry.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const run = (script, ...args) => execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' })

const writeSubpaths = await makeSharedEntry('node_modules/.skewless/shared.ts')
rmSync('dist', { recursive: true, force: true })
run('node_modules/tsup/dist/cli-default.js', '--silent')
await mergeChunks(resolve('dist'), { core: 'core.js', whole: 'shared.js', adapter: 'ort-web.js' })
writeSubpaths()
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--emitDeclarationOnly')
run('node_modules/typescript/bin/tsc', '-p', 'src/cli/tsconfig.json', '--emitDeclarationOnly')
rmSync('dist/cli', { recursive: true, force: true })

// Imports of shared files for their effects, of which there are none: bundlers warn of them.
const modules = readdirSync('dist', { recursive: true }).map(String)
for (const file of modules.filter((name) => name.endsWith('.js') && name !== 'cli.js')) {
  const text = readFileSync(`dist/${file}`, 'utf8').replaceAll(/^import '\.[^']*';\n/gm, '')
  writeFileSync(`dist/${file}`, text)
  writeFileSync(`dist/${file.replace(/js$/, 'cjs')}`, commonJs(text))
}

// CommonJS sees the same declarations through .d.cts files, whose relative imports say .cjs.
const declarations = readdirSync('dist', { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.d.ts'))
for (const file of declarations) {
  const text = readFileSync(`dist/${file}`, 'utf8').replaceAll(/(from\s+'|import\(')(\.[^']*)\.js'/g, "$1$2.cjs'")
  writeFileSync(`dist/${file.replace(/\.d\.ts$/, '.d.cts')}`, text)
}
chmodSync('dist/cli.js', 0o755)

// In the repository itself `npx skewless` is this build.
if (existsSync('node_modules/.bin')) {
  rmSync('node_modules/.bin/skewless', { force: true })
  symlinkSync('../../dist/cli.js', 'node_modules/.bin/skewless')
}
