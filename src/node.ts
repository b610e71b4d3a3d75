import { readFile } from 'node:fs/promises'
import { load, type LoadOptions, type Model } from './index.js'

/** Loads a bundle file. The only entry of the package, besides the command line, that knows Node's own modules. */
export async function loadFile(path: string | URL, options: LoadOptions = {}): Promise<Model> {
  return load(await readFile(path), options)
}
