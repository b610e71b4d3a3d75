import { readFile, stat } from 'node:fs/promises'
import { BundleError, load, type LoadOptions, type Model } from './index.js'
import { checkLimit, resolveLimits } from './limits.js'
import { checkOptions } from './model/options.js'

export { BundleError, type LoadOptions, type Model }

/** Loads a bundle file. The only entry of the package, besides the command line, that knows Node's own modules. */
export async function loadFile(path: string | URL, options?: LoadOptions): Promise<Model> {
  const { archive } = resolveLimits(checkOptions(options).limits)
  const { size } = await stat(path)
  checkLimit(size, archive, 'bytes', '')
  return load(await readFile(path), options)
}
