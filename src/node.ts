import { decodeProfile, type Profile } from './bundle/profile.js'
import { BundleError, load, type LoadOptions, type Model } from './index.js'
import { readJson } from './json/canonical.js'
import { resolveLimits } from './limits.js'
import { readBundleFile, readWithin } from './model/file.js'
import { loadOptions } from './model/load.js'
import { checkOptions } from './model/options.js'

export { BundleError, type LoadOptions, type Model, type Profile }

/** Loads a bundle file. The only entry of the package, besides the command line, that knows Node's own modules. */
export async function loadFile(path: string | URL, options?: LoadOptions): Promise<Model> {
  return load(await readWithin(path, resolveLimits(checkOptions(options, ...loadOptions).limits)), options)
}

/** The statistics of the training data of a bundle file, checked; null where it has none. */
export async function loadProfile(path: string | URL, options?: LoadOptions): Promise<Profile | null> {
  const limits = resolveLimits(checkOptions(options, ...loadOptions).limits)
  const { entry } = await readBundleFile(path, limits)
  const bytes = await entry('profile.json')
  return bytes ? decodeProfile(readJson(bytes, 'profile.json', limits), 'profile.json#') : null
}
