import { mkdtempSync, rmSync } from 'node:fs'
import { findBinary, installedVersion, runCommand } from './child.mjs'

const componentize = '../starlingmonkey/node_modules/@bytecodealliance/componentize-js'

/** Fastly's engine, a SpiderMonkey without a JIT, inside a wasm component that Node runs. */
export const starlingmonkey = {
  name: 'starlingmonkey',
  engine: 'SpiderMonkey (wasm)',
  available: () =>
    findBinary([`${componentize}/package.json`]) ? null : 'not installed (test/runtimes/install.sh --all)',
  async run(bundlePath, dataPath) {
    // Beside the packages that the component's code imports.
    const folder = mkdtempSync(new URL('starlingmonkey/out-', import.meta.url).pathname)
    try {
      const program = new URL('inside/starlingmonkey.mjs', import.meta.url).pathname
      const result = JSON.parse(await runCommand(process.execPath, [program, bundlePath, dataPath, folder]))
      return { version: `componentize-js ${installedVersion(componentize)}`, result }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
