// Runs in Node: SCRIPT DATA. The script (classic, global name `portable`) runs in an edge-runtime realm that can't compile text or wasm.
import { readFileSync } from 'node:fs'
import { EdgeVM } from '@edge-runtime/vm'
import { installedVersion } from '../child.mjs'

const [scriptPath, dataPath] = process.argv.slice(2)
const vm = new EdgeVM({ codeGeneration: { strings: false, wasm: false } })
vm.evaluate(readFileSync(scriptPath, 'utf8'))
const run = vm.evaluate('(text) => portable.run(JSON.parse(text)).then(JSON.stringify)')
const result = JSON.parse(await run(readFileSync(dataPath, 'utf8')))
const refuses = (source) => vm.evaluate(`(() => { try { ${source}; return false } catch { return true } })()`)
if (!refuses('new Function("")')) throw new Error('the realm was to refuse new Function and did not')
if (!refuses('new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))')) {
  throw new Error('the realm was to refuse WebAssembly.Module and did not')
}
const version = `${installedVersion('@edge-runtime/vm')} (V8 ${process.versions.v8})`
process.stdout.write(JSON.stringify({ version, result }))
