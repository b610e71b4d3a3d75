import type { Tensor } from '../backend.js'
import { allocate } from '../../onnx/types.js'
import { tensorOf } from './dims.js'
import type { NodeContext } from './kernel.js'

/** The labels of a classifier's classes: int64 or strings. */
export interface ClassLabels {
  readonly type: 'int64' | 'string'
  readonly values: readonly (bigint | string)[]
}

/** Reads the one of two attributes that holds labels; null where neither does. */
export function readLabels(node: NodeContext, integers: string, strings: string): ClassLabels | null {
  const ints = node.longs(integers)
  const texts = node.strings(strings)
  if (ints !== null && ints.length > 0 && texts !== null && texts.length > 0) {
    node.invalid(`expected ${integers} or ${strings}, got both`)
  }
  if (ints !== null && ints.length > 0) return { type: 'int64', values: Array.from(ints) }
  if (texts !== null && texts.length > 0) return { type: 'string', values: texts }
  return null
}

/** A label for each row, whose class `classOf` says. Elements are counted. */
export function labelRows(
  node: NodeContext,
  { type, values }: ClassLabels,
  rows: number,
  classOf: (row: number) => number,
): Tensor {
  node.count([rows])
  const data = allocate(type, rows) as { [index: number]: bigint | string }
  for (let r = 0; r < rows; r++) data[r] = values[classOf(r)]!
  return tensorOf(type, [rows], data as unknown as Tensor['data'])
}

/** The place of the largest of `count` scores, the first of equals. */
export function largest(scores: ArrayLike<number>, start: number, count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if (scores[start + i]! > scores[start + best]!) best = i
  return best
}
