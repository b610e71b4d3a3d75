import { numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

const MASK = 0xffff_ffff_ffff_ffffn
const FACTOR = 0x4906ba494954cb65n

/**
 * hash_table, version 1: the row of a table whose key is a hash of all cells, as CatBoost finds what it knows of a category or of
 * several together.
 *
 *     h = 0;  h = (FACTOR * (h + FACTOR * signed(x[i]))) mod 2^64 for each i;  y = values[r] where high[r] * 2^32 + low[r] = h, else unknown
 *
 * FACTOR is 0x4906ba494954cb65; signed(x) is x, or x - 2^32 from 2^31 on. A cell that is no integer of 0 to 2^32 - 1 refuses the row.
 */
export const hashTable: Op = /* @__PURE__ */ defineOp({
  name: 'hash_table',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'parts' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    high: /* @__PURE__ */ numbers(['rows']),
    low: /* @__PURE__ */ numbers(['rows']),
    values: /* @__PURE__ */ numbers(['rows', 'width']),
    unknown: /* @__PURE__ */ numbers(['width']),
  },
  bind({ high, low, values, unknown }, [{ width: parts }], fail) {
    const width = unknown.length
    const rowOf = new Map<bigint, number>()
    const half = (cells: Float64Array, name: string, row: number): bigint => {
      const cell = cells[row]!
      if (cell >>> 0 !== cell) fail(['attrs', name, row], `expected 32 bits, got ${cell}`)
      return BigInt(cell)
    }
    for (let row = 0; row < high.length; row++) {
      const key = (half(high, 'high', row) << 32n) | half(low, 'low', row)
      if (rowOf.has(key)) fail(['attrs', 'low', row], 'expected a key that no earlier row has, got the same')
      rowOf.set(key, row)
    }
    return {
      outputs: [{ kind: 'number', width }],
      steps: 8 * parts + width,
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          let hash = 0n
          for (let i = 0; i < parts; i++) {
            const cell = x.data[x.offset + row * x.stride + i]!
            if (cell >>> 0 !== cell) reject(row, '32 bits', cell)
            hash = (FACTOR * (hash + FACTOR * BigInt(cell | 0))) & MASK
          }
          const found = rowOf.get(hash)
          for (let j = 0; j < width; j++) {
            y.data[y.offset + row * y.stride + j] = found === undefined ? unknown[j]! : values[found * width + j]!
          }
        }
      },
    }
  },
})
