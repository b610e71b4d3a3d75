import { importSource } from './import-source.mjs'

/** Larger ones are about memory, which test/attacks.test.ts watches. */
const mostBytes = 100_000

/** The attacks of test/attacks that are bytes and nothing else, as plain JSON. */
export async function hostileArchives() {
  const { attacks } = await importSource(new URL('../attacks/table.ts', import.meta.url))
  const archives = []
  for (const { name, code, at, make, options, call, meanwhile, after } of attacks) {
    if ([options, call, meanwhile, after].some((more) => more !== undefined)) continue
    const source = await make()
    if (!(source instanceof Uint8Array) || source.length > mostBytes) continue
    archives.push({ name, code, at, bytes: Buffer.from(source).toString('base64') })
  }
  if (archives.length === 0) throw new Error('no hostile archive: nothing would be refused')
  return archives
}
