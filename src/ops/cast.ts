import type { ColumnOf, Kind } from '../column.js'
import { choice } from '../json/shape.js'
import { parseNumber } from '../text/number.js'
import { defineOp, type Op, type Reject } from './op.js'

type To = 'float32' | 'int64' | 'bool' | 'string' | 'float64'

function numberToNumber(to: To, x: number, row: number, reject: Reject): number {
  if (to === 'float32') return Math.fround(x)
  if (to === 'bool') return x === 0 ? 0 : 1
  const whole = Math.trunc(x)
  if (!Number.isSafeInteger(whole)) reject(row, 'a number whose whole part is a safe integer', x)
  return whole + 0
}

function stringToNumber(text: string | null, row: number, reject: Reject): number {
  if (text === null) return NaN
  const x = parseNumber(text)
  if (x === undefined) reject(row, 'a number as text', text)
  return x ?? NaN
}

/**
 * cast, version 1: each cell by itself.
 *
 * Numbers to `float32`: nearest even, overflow is an infinity. To `int64`: toward zero; NaN, infinities and what is beyond the
 * safe integers refuse the row. To `bool`: 0 for a zero, else 1, NaN too. To `string`: ECMAScript's Number to text, NaN is
 * null. Strings to `float64`: the number grammar of spec/schema.md; null is NaN; other texts refuse the row.
 */
export const cast: Op = /* @__PURE__ */ defineOp({
  name: 'cast',
  version: 1,
  inputs: [{ kinds: ['number', 'string'] }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: { to: /* @__PURE__ */ choice('float32', 'int64', 'bool', 'string', 'float64') },
  bind({ to }, [{ kind, width }], fail) {
    const from: Kind = to === 'float64' ? 'string' : 'number'
    if (kind !== from) fail(['attrs', 'to'], `expected a ${from} column to cast to ${to}, got ${kind}`)
    return {
      outputs: [{ kind: to === 'string' ? 'string' : 'number', width }],
      run([x], [y], rows, reject) {
        const cells: { [index: number]: number | string | null } = y.data
        for (let row = 0; row < rows; row++) {
          const at = x.offset + row * x.stride
          const target = y.offset + row * y.stride
          for (let i = 0; i < width; i++) {
            if (x.kind === 'string') cells[target + i] = stringToNumber(x.data[at + i]!, row, reject)
            else if (to === 'string') cells[target + i] = numberToString(x, at + i)
            else cells[target + i] = numberToNumber(to, x.data[at + i]!, row, reject)
          }
        }
      },
    }
  },
})

function numberToString({ data }: ColumnOf<'number'>, cell: number): string | null {
  const x = data[cell]!
  return x === x ? String(x) : null
}
