import { quote } from '../../errors.js'
import type { Tensor, TensorType } from '../backend.js'
import { copyRun, make, sizeOf, tensorOf } from './dims.js'
import type { NodeContext } from './kernel.js'

/** Where the elements of one axis of the result come from: `taps` elements each, and how much of each; of one tap all. */
interface Taps {
  readonly taps: number
  readonly from: Int32Array
  readonly weights: Float64Array
}

/** The place along an axis of `size` elements that the element `x` of `made` is of. */
export type Coordinate = (x: number, size: number, made: number, scale: number) => number

const half: Coordinate = (x, _size, _made, scale) => (x + 0.5) / scale - 0.5

export const coordinates: Readonly<Record<string, Coordinate>> = {
  half_pixel: half,
  half_pixel_symmetric: (x, size, made, scale) => (size / 2) * (1 - made / (scale * size)) + half(x, size, made, scale),
  pytorch_half_pixel: (x, size, made, scale) => (made > 1 ? half(x, size, made, scale) : 0),
  align_corners: (x, size, made) => (made === 1 ? 0 : (x * (size - 1)) / (made - 1)),
  asymmetric: (x, _size, _made, scale) => x / scale,
  tf_half_pixel_for_nn: (x, _size, _made, scale) => (x + 0.5) / scale,
}

const roundings: Readonly<Record<string, (x: number, scale: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
  // Of versions without the attribute.
  simple: (x, scale) => (scale < 1 ? Math.ceil(x) : Math.floor(x)),
}

export function pick<T>(node: NodeContext, table: Readonly<Record<string, T>>, name: string): T {
  return Object.hasOwn(table, name) ? table[name]! : node.unsupported(`no ${quote(name)}`)
}

/** The weights of the elements around a place, the first of which is `taps / 2 - 1` before the last at or before it. */
type Weigh = (fraction: number) => readonly number[]

const linear: Weigh = (fraction) => [1 - fraction, fraction]

const cubicOf =
  (a: number): Weigh =>
  (t) => {
    const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1
    const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
    return [far(1 + t), near(t), near(1 - t), far(2 - t)]
  }

export interface Resampling {
  readonly coordinate: Coordinate
  /** Null for the nearest element. */
  readonly weigh: Weigh | null
  readonly nearest: (x: number, scale: number) => number
  /** Whether elements that are not there weigh nothing, in place of those at the edge. */
  readonly excludes: boolean
}

export function readResampling(node: NodeContext, coordinate: Coordinate, nearest: string): Resampling {
  const mode = node.text('mode', 'nearest')
  const cubic = mode === 'cubic' ? cubicOf(node.float('cubic_coeff_a', -0.75)) : null
  if (!['nearest', 'linear', 'cubic'].includes(mode)) node.unsupported(`no mode ${quote(mode)}`)
  return {
    coordinate,
    weigh: mode === 'linear' ? linear : cubic,
    nearest: pick(node, roundings, nearest),
    excludes: node.version >= 11 && node.int('exclude_outside', 0) !== 0 && cubic !== null,
  }
}

function tapsOf({ coordinate, weigh, nearest, excludes }: Resampling, size: number, made: number, scale: number): Taps {
  const taps = weigh === null ? 1 : weigh(0).length
  const from = new Int32Array(made * taps)
  const weights = new Float64Array(made * taps).fill(1)
  const inside = (i: number): number => Math.min(Math.max(i, 0), size - 1)
  for (let x = 0; x < made; x++) {
    const place = coordinate(x, size, made, scale)
    if (weigh === null) {
      from[x] = inside(nearest(place, scale))
      continue
    }
    const first = Math.floor(place) - (taps / 2 - 1)
    const found = weigh(place - Math.floor(place)).map((weight, i) =>
      excludes && first + i !== inside(first + i) ? 0 : weight,
    )
    const whole = excludes ? found.reduce((sum, weight) => sum + weight, 0) : 1
    found.forEach((weight, i) => {
      from[x * taps + i] = inside(first + i)
      weights[x * taps + i] = weight / whole
    })
  }
  return { taps, from, weights }
}

/** One axis after another is made from its taps, whose products are added in order; axes of the same size and scale 1 stay. */
export function resample(
  node: NodeContext,
  x: Tensor,
  made: readonly number[],
  scales: readonly number[],
  how: Resampling,
): Tensor {
  const type = x.type as TensorType
  const round = type === 'float32' ? Math.fround : Number
  const dims = [...x.dims]
  let { data } = x
  if (sizeOf(made) === 0) return tensorOf(type, made, make(node, type, made))
  if (sizeOf(dims) === 0) node.refuse(`expected elements, got [${dims.join(', ')}]`)
  made.forEach((size, axis) => {
    const old = dims[axis]!
    if (size === old && scales[axis] === 1) return
    node.count([size, 4])
    const { taps, from, weights } = tapsOf(how, old, size, scales[axis]!)
    const [outer, inner] = [sizeOf(dims, 0, axis), sizeOf(dims, axis + 1)]
    dims[axis] = size
    const out = make(node, type, dims)
    node.charge(out.length * taps)
    const [cells, into] = [data as Float64Array, out as Float64Array]
    for (let o = 0, to = 0; o < outer; o++) {
      for (let j = 0; j < size; j++, to += inner) {
        const at = (i: number): number => (o * old + from[j * taps + i]!) * inner
        if (taps === 1) copyRun(data, at(0), out, to, inner)
        for (let i = 0; taps > 1 && i < taps; i++) {
          const [start, weight] = [at(i), round(weights[j * taps + i]!)]
          for (let k = 0; k < inner; k++) into[to + k] = round(into[to + k]! + round(weight * cells[start + k]!))
        }
      }
    }
    data = out
  })
  return tensorOf(type, made, data)
}
