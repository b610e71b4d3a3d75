// Runs in Node: BUNDLE DATA. The module runs in QuickJS, which has no Web APIs: SHA-256 is handed in, as `load`
// allows, and what a host without UTF-8 would have to bring stands in quickjs-text.mjs.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core'
import { installedVersion } from '../child.mjs'

const [bundlePath, dataPath] = process.argv.slice(2)
const QuickJS = await newQuickJSWASMModuleFromVariant(variant)
const runtime = QuickJS.newRuntime()
runtime.setMaxStackSize(256 * 1024)
runtime.setModuleLoader((name) => {
  if (name === 'portable') return readFileSync(bundlePath, 'utf8')
  if (name === 'text') return readFileSync(new URL('quickjs-text.mjs', import.meta.url), 'utf8')
  throw new Error(`nothing but the bundle can be imported, got ${name}`)
})
const context = runtime.newContext()

context
  .newFunction('sha256', (bytes) => {
    const copy = context.getArrayBuffer(bytes)
    const digest = createHash('sha256').update(copy.value).digest()
    copy.dispose()
    return context.newArrayBuffer(digest.buffer.slice(digest.byteOffset, digest.byteOffset + digest.byteLength))
  })
  .consume((handle) => context.setProp(context.global, 'hostSha256', handle))
context
  .newString(readFileSync(dataPath, 'utf8'))
  .consume((handle) => context.setProp(context.global, 'dataText', handle))

const program = `
  import 'text'
  import { run } from 'portable'
  const data = JSON.parse(globalThis.dataText)
  const sha256 = async (bytes) => new Uint8Array(globalThis.hostSha256(bytes.slice().buffer))
  export const answer = run({ ...data, sha256 }).then(JSON.stringify)
`
const module = succeeded(context.evalCode(program, 'program.mjs', { type: 'module' }))
runtime.executePendingJobs()
const promise = context.getProp(evaluated(module), 'answer')
const state = context.getPromiseState(promise)
if (state.type === 'pending') throw new Error('the program waits for something that QuickJS alone never gives')
if (state.type === 'rejected') throw new Error(messageOf(state.error))
const result = JSON.parse(context.getString(state.value))
process.stdout.write(JSON.stringify({ version: installedVersion('quickjs-emscripten-core'), result }))

function succeeded(outcome) {
  if (outcome.error) throw new Error(messageOf(outcome.error))
  return outcome.value
}

/** The module's namespace, which comes by way of a promise when something in the module awaits. */
function evaluated(handle) {
  const state = context.getPromiseState(handle)
  if (state.type === 'rejected') throw new Error(messageOf(state.error))
  return state.type === 'fulfilled' ? state.value : handle
}

function messageOf(handle) {
  const { name, message, stack } = context.dump(handle)
  return `${name}: ${message}\n${stack}`
}
