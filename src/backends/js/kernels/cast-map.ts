import { quote } from '../../../errors.js'
import { parseNumber } from '../../../text/number.js'
import { convert } from '../convert.js'
import { make, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { mapTypesOf, type EntryMap } from '../maps.js'

const targets = { TO_FLOAT: 'float32', TO_INT64: 'int64', TO_STRING: 'string' } as const

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
  if (to === 'string' && values !== 'string') node.unsupported('no cast from float32 to string')
  const numberOf = (text: string): number => parseNumber(text) ?? node.refuse(`expected a number, got ${quote(text)}`)
  return {
    types: [to],
    run([x]) {
      const entries = [...(x as unknown as EntryMap)] as [bigint, number | string][]
      entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      const dims = [1, sparse ? most : entries.length]
      const out = make(node, to, dims)
      if (to === 'string') {
        const texts = out as string[]
        entries.forEach(([key, value], i) => (texts[placeOf(key, i)] = value as string))
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

export const castMap: Kernel = { domain: 'ai.onnx.ml', name: 'CastMap', since: 1, inputs: [1, 1], bind }
