import type { Tensor, TensorType } from '../backend.js'
import { convert } from './convert.js'
import type { NodeContext } from './kernel.js'

/** What the operators of ai.onnx.ml take for rows of numbers. */
export const rowTypes: readonly TensorType[] = ['float32', 'float64', 'int32', 'int64']

/** Rows and columns of a matrix, or of a vector, which is one row. Refuses others and fewer than `columns`. */
export function rowsOf(node: NodeContext, { dims }: Tensor, columns: number): readonly [rows: number, width: number] {
  if (dims.length < 1 || dims.length > 2 || dims.at(-1)! < columns) {
    node.refuse(`expected [rows, at least ${columns}], got [${dims.join(', ')}]`)
  }
  return dims.length === 1 ? [1, dims[0]!] : [dims[0]!, dims[1]!]
}

/** The elements as float64. */
export function doublesOf(node: NodeContext, { type, dims, data }: Tensor): Float64Array {
  if (type === 'float64') return data
  const out = new Float64Array(node.count(dims))
  convert(data, type, out, 'float64')
  return out
}

/** The elements as float32. */
export function singlesOf(node: NodeContext, { type, dims, data }: Tensor): Float32Array {
  if (type === 'float32') return data
  const out = new Float32Array(node.count(dims))
  convert(data, type, out, 'float32')
  return out
}
