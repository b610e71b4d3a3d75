import { missingPackages, runCommand } from './child.mjs'

// QuickJS's stack is on that of the Node around it, which must be the larger: its recursion takes more of it than of its own.
const flags = ['--stack-size=4000']

/** QuickJS compiled to wasm, without any Web API: the language alone. */
export const quickjs = {
  name: 'quickjs',
  engine: 'QuickJS',
  available: () => missingPackages('quickjs-emscripten-core', '@jitl/quickjs-wasmfile-release-sync'),
  async run(bundlePath, dataPath) {
    const program = new URL('inside/quickjs.mjs', import.meta.url).pathname
    return JSON.parse(await runCommand(process.execPath, [...flags, program, bundlePath, dataPath]))
  },
}
