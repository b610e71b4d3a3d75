import { readFile } from 'node:fs/promises'
import { load } from '../index.js'
import type { Model } from '../model/model.js'

/** The inference engines that `--backend` knows. */
export const backends = ['js'] as const

/** Loads a bundle file with every op and kernel. */
export async function openModel(file: string): Promise<Model> {
  return load(await readFile(file))
}
