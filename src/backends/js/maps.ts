import type { TensorType } from '../backend.js'
import type { NodeContext } from './kernel.js'

export type EntryMap = ReadonlyMap<string | bigint, number | bigint | string>

/** The types of the keys and the values of input 0, which must be a map. */
export function mapTypesOf(node: NodeContext): readonly [keys: TensorType, values: TensorType] {
  const { type } = node.inputs[0]!
  if (!type.startsWith('map(')) return node.unsupported(`expected a map, got ${type}`)
  return type.slice(4, -1).split(',') as [TensorType, TensorType]
}
