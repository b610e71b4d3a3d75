import type { CellColumn } from '../column.js'
import type { Output, Schema } from './document.js'
import { scalarReader, type Scalar } from './scalar.js'

/** One output of a record: a cell, all cells, or cells by key in a null-prototype object. Missing is null. */
export type OutputValue = Scalar | null | readonly (Scalar | null)[] | { readonly [key: string]: Scalar | null }

/** A record out: output by name, in the order of the schema. */
export type OutputRecord = Readonly<Record<string, OutputValue>>

/** Makes records of output columns, one column per output of the schema, as `checkOutputs` let them pass. */
export interface RecordDecoder {
  decodeRow(columns: readonly CellColumn[], row: number): OutputRecord
}

type Read = (column: CellColumn, row: number) => OutputValue

function reader({ type, form, keys }: Output): Read {
  const scalar = scalarReader(type)
  if (form === 'value') return ({ data, offset, stride }, row) => scalar(data[offset + row * stride]!)
  if (keys === null) {
    return ({ data, offset, stride, width }, row) => {
      const start = offset + row * stride
      const cells = new Array<Scalar | null>(width)
      for (let i = 0; i < width; i++) cells[i] = scalar(data[start + i]!)
      return cells
    }
  }
  return ({ data, offset, stride }, row) => {
    const start = offset + row * stride
    const cells = Object.create(null) as Record<string, Scalar | null>
    for (let i = 0; i < keys.length; i++) cells[keys[i]!] = scalar(data[start + i]!)
    return cells
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
