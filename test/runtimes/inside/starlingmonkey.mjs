// Runs in Node: BUNDLE DATA FOLDER. Makes a component of the bundle, whose top level runs while it is made, then calls it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { componentize } from '../starlingmonkey/node_modules/@bytecodealliance/componentize-js/src/componentize.js'
import { transpile } from '../starlingmonkey/node_modules/@bytecodealliance/jco/dist/api.js'

const [bundlePath, dataPath, folder] = process.argv.slice(2)
const sourcePath = join(folder, 'component.js')
await build({
  stdin: {
    contents: `
      import { run as suite } from ${JSON.stringify(bundlePath)}
      export async function run(data) { return JSON.stringify(await suite(JSON.parse(data))) }
    `,
    resolveDir: folder,
  },
  outfile: sourcePath,
  bundle: true,
  format: 'esm',
  target: 'es2022',
})
const witPath = join(folder, 'suite.wit')
writeFileSync(witPath, 'package skewless:suite;\nworld suite { export run: func(data: string) -> string; }\n')
const { component } = await componentize({ sourcePath, witPath, worldName: 'suite', disableFeatures: ['http'] })
const { files } = await transpile(component, { name: 'suite' })
for (const [name, bytes] of files instanceof Map ? files : Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), bytes)
}
const { run } = await import(pathToFileURL(join(folder, 'suite.js')).href)
process.stdout.write(await run(readFileSync(dataPath, 'utf8')))
