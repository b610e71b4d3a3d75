import { readFile, stat } from 'node:fs/promises'
import { decodeProfile, type Profile } from './bundle/profile.js'
import { readBundle } from './bundle/read.js'
import { webCryptoSha256 } from './bundle/sha256.js'
import { BundleError, load, type LoadOptions, type Model } from './index.js'
import { readJson } from './json/canonical.js'
import { checkLimit, resolveLimits, type Limits } from './limits.js'
import { checkOptions } from './model/options.js'

export { BundleError, type LoadOptions, type Model, type Profile }

/** The file's bytes, which are looked at only when there are not too many. */
async function readWithin(path: string | URL, { archive }: Limits): Promise<Uint8Array> {
  const { size } = await stat(path)
  checkLimit(size, archive, 'bytes', '')
  return readFile(path)
}

/** Loads a bundle file. The only entry of the package, besides the command line, that knows Node's own modules. */
export async function loadFile(path: string | URL, options?: LoadOptions): Promise<Model> {
  return load(await readWithin(path, resolveLimits(checkOptions(options).limits)), options)
}

/** The statistics of the training data of a bundle file, checked; null where it has none. */
export async function loadProfile(path: string | URL, options?: Pick<LoadOptions, 'limits'>): Promise<Profile | null> {
  const limits = resolveLimits(checkOptions(options).limits)
  const { entry } = await readBundle(Uint8Array.from(await readWithin(path, limits)), limits, webCryptoSha256)
  const bytes = await entry('profile.json')
  return bytes ? decodeProfile(readJson(bytes, 'profile.json', limits), 'profile.json#') : null
}
