import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingPackages, runCommand } from './child.mjs'

/** Vercel's edge-runtime: a V8 realm with Web APIs only, in which compiling text or wasm throws. */
export const edgeRuntime = {
  name: 'edge-runtime',
  engine: 'V8',
  available: () => missingPackages('@edge-runtime/vm'),
  async run(bundlePath, dataPath) {
    const { build } = await import('esbuild')
    const folder = mkdtempSync(join(tmpdir(), 'skewless-edge-'))
    try {
      const script = join(folder, 'portable.js')
      await build({
        entryPoints: [bundlePath],
        outfile: script,
        bundle: true,
        format: 'iife',
        globalName: 'portable',
        target: 'es2022',
      })
      const program = new URL('inside/edge-runtime.mjs', import.meta.url).pathname
      return JSON.parse(await runCommand(process.execPath, [program, script, dataPath]))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
