import type { CellColumn } from '../column.js'
import type { Cell } from './cell.js'
import type { Schema } from './document.js'
import type { Output } from './output.js'
import { scalarReader, type Scalar } from './scalar.js'

/** Cells by key, in a null-prototype object. */
export type KeyedCells = { readonly [key: string]: Scalar | null }

/** One output of a record: a cell, all cells, cells by key, or by name and key in null-prototype objects. Missing is null. */
export type OutputValue =
  Scalar | null | readonly (Scalar | null)[] | KeyedCells | { readonly [name: string]: KeyedCells }

/** A record out: output by name, in the order of the schema. */
export type OutputRecord = Readonly<Record<string, OutputValue>>

/** Makes records of output columns, one column per output of the schema, as `checkOutputs` let them pass. */
export interface RecordDecoder {
  decodeRow(columns: readonly CellColumn[], row: number): OutputRecord
}

type Read = (column: CellColumn, row: number) => OutputValue

/** Cells by key in a null-prototype object, from `start` on. */
function readKeyed(
  keys: readonly string[],
  scalar: (cell: Cell) => Scalar | null,
  data: CellColumn['data'],
  start: number,
): KeyedCells {
  // The labels 0 and 1, by far the most usual: a literal takes a third of the time.
  if (keys.length === 2 && keys[0] === '0' && keys[1] === '1') {
    return { __proto__: null, 0: scalar(data[start]!), 1: scalar(data[start + 1]!) } as unknown as KeyedCells
  }
  const cells = Object.create(null) as Record<string, Scalar | null>
  for (let i = 0; i < keys.length; i++) cells[keys[i]!] = scalar(data[start + i]!)
  return cells
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
  if (form === 'object') return ({ data, offset, stride }, row) => readKeyed(keys, scalar, data, offset + row * stride)
  return ({ data, offset, stride }, row) => {
    let start = offset + row * stride
    const groups = Object.create(null) as Record<string, KeyedCells>
    for (const group of keys) {
      groups[group.name] = readKeyed(group.keys, scalar, data, start)
      start += group.keys.length
    }
    return groups
  }
}

export function recordDecoder({ outputs }: Schema): RecordDecoder {
  const readers = outputs.map((output) => ({ name: output.name, read: reader(output) }))
  return {
    decodeRow(columns, row) {
      const record: Record<string, OutputValue> = {}
      for (let i = 0; i < readers.length; i++) {
        const { name, read } = readers[i]!
        const value = read(columns[i]!, row)
        // An assignment would set the prototype.
        if (name === '__proto__')
          Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true })
        else record[name] = value
      }
      return record
    },
  }
}
