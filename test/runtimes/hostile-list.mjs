import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Larger ones are about memory, which test/attacks.test.ts watches. */
const mostBytes = 100_000

/** The attacks of test/attacks that are bytes and nothing else, as plain JSON. */
export async function hostileArchives() {
  const folder = mkdtempSync(join(tmpdir(), 'skewless-hostile-'))
  try {
    const outfile = join(folder, 'table.mjs')
    const entry = new URL('../attacks/table.ts', import.meta.url).pathname
    await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' })
    const { attacks } = await import(pathToFileURL(outfile).href)
    const archives = []
    for (const { name, code, at, make, options, call, meanwhile, after } of attacks) {
      if ([options, call, meanwhile, after].some((more) => more !== undefined)) continue
      const source = await make()
      if (!(source instanceof Uint8Array) || source.length > mostBytes) continue
      archives.push({ name, code, at, bytes: Buffer.from(source).toString('base64') })
    }
    return archives
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
