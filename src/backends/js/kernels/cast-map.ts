import { quote } from '../../../errors.js'
import { decompose } from '../../../math/correct-rounding.js'
import { parseNumber } from '../../../text/number.js'
import { convert } from '../convert.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { mapTypesOf, type EntryMap } from '../maps.js'

const targets = { TO_FLOAT: 'float32', TO_INT64: 'int64', TO_STRING: 'string' } as const

/** A number with six decimals, of two that are as near the even one, as C's printf has it; nan, inf and -inf are words. */
function sixDecimals(x: number): string {
  if (x !== x) return 'nan'
  const sign = x < 0 || Object.is(x, -0) ? '-' : ''
  if (x - x !== 0) return `${sign}inf`
  const { mantissa, exponent } = decompose(Math.abs(x))
  // Millionths, times 2 to the power `shift`.
  const scaled = (mantissa * 1_000_000n) << BigInt(Math.max(0, exponent))
  const shift = BigInt(Math.max(0, -exponent))
  const whole = scaled >> shift
  const rest = scaled - (whole << shift)
  const half = (1n << shift) / 2n
  const up = rest > half || (rest === half && half > 0n && whole % 2n === 1n)
  const digits = String(up ? whole + 1n : whole).padStart(7, '0')
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** The number that a text says, which may end in an f. */
function parse(text: string): number | undefined {
  return parseNumber(text) ?? (text.endsWith('f') ? parseNumber(text.slice(0, -1)) : undefined)
}

/** One row of a map's values by ascending key, or with `map_form` SPARSE each at the place that is its key, of `max_map`. */
function bind(node: NodeContext): Bound {
  const [keys, values] = mapTypesOf(node)
  if (keys !== 'int64' || (values !== 'float32' && values !== 'string')) {
    node.unsupported(`expected a map from int64 to float32 or string, got map(${keys},${values})`)
  }
  const name = node.text('cast_to', 'TO_FLOAT')
  if (!Object.hasOwn(targets, name)) node.invalid(`no cast_to ${quote(name)}`)
  const to = targets[name as keyof typeof targets]
  const form = node.text('map_form', 'DENSE')
  if (form !== 'DENSE' && form !== 'SPARSE') node.invalid(`no map_form ${quote(form)}`)
  const sparse = form === 'SPARSE'
  const most = node.int('max_map', 1)
  if (sparse && most < 1) node.invalid(`expected max_map of at least 1, got ${most}`)
  const numberOf = (text: string): number => parse(text) ?? node.refuse(`expected a number, got ${quote(text)}`)
  return {
    types: [to],
    run([x]) {
      const entries = [...(x as unknown as EntryMap)] as [bigint, number | string][]
      entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      const dims = [1, sparse ? most : entries.length]
      const out = make(node, to, dims)
      if (to === 'string') {
        const texts = out as string[]
        entries.forEach(([key, value], i) => {
          texts[placeOf(key, i)] = typeof value === 'number' ? sixDecimals(value) : value
        })
      } else {
        const numbers = new Float64Array(node.count(dims))
        entries.forEach(([key, value], i) => {
          numbers[placeOf(key, i)] = typeof value === 'string' ? numberOf(value) : value
        })
        convert(numbers, 'float64', out, to)
      }
      return [tensorOf(to, dims, out)]
    },
  }
  function placeOf(key: bigint, i: number): number {
    if (!sparse) return i
    return key >= 0n && key < most ? Number(key) : node.refuse(`expected a key below ${most}, got ${key}`)
  }
}

export const castMap: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'CastMap',
  since: 1,
  inputs: [1, 1],
  bind,
})
