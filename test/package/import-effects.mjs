import { createContext, runInContext, Script } from 'node:vm'

/** What an engine without a host has, but for what answers differently each time. */
const bare = new Set(Object.getOwnPropertyNames(runInContext('globalThis', createContext())))
for (const name of ['Date', 'console', 'WebAssembly']) bare.delete(name)

/** Freezes every object that can be reached from the globals, and answers the names that the global object has. */
const freeze = `
  const seen = new Set()
  const visit = (value) => {
    if (Object(value) !== value || value === globalThis || seen.has(value)) return
    seen.add(value)
    visit(Object.getPrototypeOf(value))
    for (const { value: member, get, set } of Object.values(Object.getOwnPropertyDescriptors(value))) [member, get, set].forEach(visit)
    Object.freeze(value)
  }
  for (const name of bare) visit(globalThis[name])
  for (const value of [function* () {}, async function () {}, async function* () {}, [].values(), new Map().entries()]) visit(value)
`

/**
 * What running the text, as a strict script, does to its surroundings: built-in objects that it writes to (all are frozen, so it
 * throws), names that it adds to the global object or changes there, and what it reads of the host: clocks, network, encoders.
 */
export function importEffects(text) {
  const found = []
  const context = createContext({ bare: [...bare].filter((name) => name !== 'globalThis') })
  const global = runInContext('globalThis', context)
  global.Math.random = () => void found.push('reads Math.random')
  runInContext(`{${freeze}} delete globalThis.bare`, context)
  const hosts = new Set([...Object.getOwnPropertyNames(globalThis), 'Date', 'window', 'self', 'document'])
  for (const name of hosts) {
    if (bare.has(name)) continue
    Object.defineProperty(global, name, {
      configurable: true,
      get: () => void found.push(`reads ${name}`),
      set: () => found.push(`writes ${name}`),
    })
  }
  const before = Object.getOwnPropertyDescriptors(global)
  try {
    new Script(`'use strict';${text}`).runInContext(context)
  } catch (error) {
    found.push(`throws ${error.message}`)
  }
  const after = Object.getOwnPropertyDescriptors(global)
  for (const name of new Set([...Reflect.ownKeys(before), ...Reflect.ownKeys(after)])) {
    const [was, is] = [before[name], after[name]]
    if (!Object.is(was?.value, is?.value) || was?.get !== is?.get) found.push(`changes ${String(name)}`)
  }
  return found
}
