import { readFile, stat } from 'node:fs/promises'
import { readBundle, type Bundle } from '../bundle/read.js'
import { webCryptoSha256 } from '../bundle/sha256.js'
import { mismatch, quote } from '../errors.js'
import { checkLimit, type Limits } from '../limits.js'

/** The file's bytes, which are looked at only when there are not too many. Throws what the file system says, too. */
export async function readWithin(path: string | URL, { archive }: Limits): Promise<Uint8Array> {
  const found = await stat(path)
  if (found.isDirectory()) mismatch('ERR_ARGUMENT', 'a file', `the directory ${quote(String(path))}`)
  checkLimit(found.size, archive, 'bytes', '')
  return Uint8Array.from(await readFile(path))
}

/** The bundle in a file, checked as `readBundle` does. */
export async function readBundleFile(path: string | URL, limits: Limits): Promise<Bundle> {
  return readBundle(await readWithin(path, limits), limits, webCryptoSha256)
}
