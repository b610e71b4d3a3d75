import type { CellColumn, Column } from '../../column.js'
import { mismatch, quote } from '../../errors.js'
import type { ModelOutput } from '../../graph/document.js'
import type { Reject } from '../../ops/op.js'
import type { Tensor, Value } from '../backend.js'

/** An output of a model, and the column that it is written to. */
export interface Result extends ModelOutput {
  readonly slot: number
}

/** Writes what the model answered into the workspace; throws ERR_BACKEND at the node when it is not what the graph declares. */
export function takeResults(
  results: readonly Result[],
  answers: Readonly<Record<string, Value>>,
  columns: readonly Column[],
  rows: number,
  reject: Reject,
  at: string,
): void {
  for (const { name, type, width, slot } of results) {
    const tensor = answers[name] as Tensor | undefined
    const { dims } = tensor ?? {}
    const fits = dims !== undefined && (dims.length === 2 ? dims[1] === width : dims.length === 1 && width === 1)
    if (tensor?.type !== type || !fits || dims[0] !== rows) {
      const got = dims === undefined ? 'no tensor' : `${tensor?.type} [${dims.join(', ')}]`
      mismatch('ERR_BACKEND', `${type} [${rows}, ${width}] for ${quote(name)}`, got, at)
    }
    const target = columns[slot] as CellColumn
    const cells: { [index: number]: unknown } = target.data
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) {
        const value = tensor.data[row * width + i]!
        if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) reject(row, 'a safe integer', value)
        cells[target.offset + row * target.stride + i] = typeof value === 'bigint' ? Number(value) : value
      }
    }
  }
}
