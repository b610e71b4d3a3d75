import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** A module of this repository that is TypeScript, or imports some: its exports. */
export async function importSource(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'skewless-source-'))
  try {
    const outfile = join(folder, 'module.mjs')
    await build({
      entryPoints: [entry.pathname],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
