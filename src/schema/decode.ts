import type { CellColumn } from '../column.js'
import type { Cell } from './cell.js'
import type { Schema } from './document.js'
import type { Output } from './output.js'
import { scalarReader, type Scalar } from './scalar.js'

/** Cells by key, in a plain object. */
export type KeyedCells = { readonly [key: string]: Scalar | null }

/** One output of a record: a cell, all cells, cells by key, or by name and key in plain objects. Missing is null. */
export type OutputValue =
  Scalar | null | readonly (Scalar | null)[] | KeyedCells | { readonly [name: string]: KeyedCells }

/** A record out: output by name, in the order of the schema. */
export type OutputRecord = Readonly<Record<string, OutputValue>>

/** Makes records of output columns, one column per output of the schema, as `checkOutputs` let them pass. */
export interface RecordDecoder {
  decodeRow(columns: readonly CellColumn[], row: number): OutputRecord
}

type Read = (column: CellColumn, row: number) => OutputValue

/**
 * A plain object with these as its own keys, `__proto__` among them: to copy it and set each takes less time than to add each, and
 * what JSON.parse makes has no room for more, which copies would have too.
 */
const template = (keys: readonly string[]): Record<string, null> =>
  JSON.parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, null])))) as Record<string, null>

/** Reads cells by key, from `start` on. */
function keyedReader(
  keys: readonly string[],
  scalar: (cell: Cell) => Scalar | null,
): (data: CellColumn['data'], start: number) => KeyedCells {
  const none = template(keys)
  return (data, start) => {
    const cells: Record<string, Scalar | null> = { ...none }
    for (let i = 0; i < keys.length; i++) cells[keys[i]!] = scalar(data[start + i]!)
    return cells
  }
}

function reader({ type, form, keys }: Output): Read {
  const scalar = scalarReader(type)
  if (form === 'value') return ({ data, offset, stride }, row) => scalar(data[offset + row * stride]!)
  if (form === 'list') {
    return ({ data, offset, stride, width }, row) => {
      const start = offset + row * stride
      const cells = new Array<Scalar | null>(width)
      for (let i = 0; i < width; i++) cells[i] = scalar(data[start + i]!)
      return cells
    }
  }
  if (form === 'object') {
    const read = keyedReader(keys, scalar)
    return ({ data, offset, stride }, row) => read(data, offset + row * stride)
  }
  const groups = keys.map((group) => ({ ...group, read: keyedReader(group.keys, scalar) }))
  const none = template(groups.map(({ name }) => name))
  return ({ data, offset, stride }, row) => {
    let start = offset + row * stride
    const all: Record<string, KeyedCells | null> = { ...none }
    for (const { name, keys, read } of groups) {
      all[name] = read(data, start)
      start += keys.length
    }
    return all as Record<string, KeyedCells>
  }
}

export function recordDecoder({ outputs }: Schema): RecordDecoder {
  const readers = outputs.map((output) => ({ name: output.name, read: reader(output) }))
  const none = template(readers.map(({ name }) => name))
  return {
    decodeRow(columns, row) {
      const record: Record<string, OutputValue> = { ...none }
      for (let i = 0; i < readers.length; i++) {
        const { name, read } = readers[i]!
        record[name] = read(columns[i]!, row)
      }
      return record
    },
  }
}
