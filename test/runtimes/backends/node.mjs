import { ortNode } from 'skewless/ort-node'
import { compare } from './compare.mjs'

export async function run(data) {
  const { default: ort } = await import(data.ortNode)
  return compare(ortNode({ ort }), data)
}
