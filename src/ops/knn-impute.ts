import { choice, integer, number, numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * knn_impute, version 1: y[i] = x[i], or where that is missing the mean of cell i of the `count` nearest donors, points that have it.
 *
 *     S = (d[0] * d[0] + d[1] * d[1]) + ... over the c cells that x and the point have, d = x - point;  f = (S / c) * width
 *     E = whole ? 0 : margin * (X + P) * (width / c), X and P the sums of the squares of x and of the point
 *
 * Points without a cell in common are no donors; without donors y[i] = otherwise[i]. Donors are taken by f, of equals the lower number
 * first. With w = 1, or with `distance` w = 1 / sqrt(f), or 1 and 0 where some f is 0: y[i] = ((w * v) + ...) / (w + ...) in that order. The
 * row is refused where that hangs on a tie: where a donor left out has f - E up to the greatest f + E of those taken, and those within
 * reach have not all one value; and with `distance` where E > precision * f for one that is taken. `whole`: all numbers of x and
 * of the points are integers, X + P < 2^52. An infinity refuses the row, and so does an infinite (X + P) * width where a cell is missing.
 */
export const knnImpute: Op = /* @__PURE__ */ defineOp({
  name: 'knn_impute',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'inputs' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    count: /* @__PURE__ */ integer(1),
    weights: /* @__PURE__ */ choice('uniform', 'distance'),
    points: /* @__PURE__ */ numbers(['points', 'inputs'], { nonFinite: true }),
    otherwise: /* @__PURE__ */ numbers(['inputs']),
    margin: /* @__PURE__ */ number(),
    precision: /* @__PURE__ */ number(),
  },
  bind({ count, weights, points, otherwise, margin, precision }, [{ width }], fail, widths) {
    const size = widths.get('points')!
    const near = Math.min(count, size)
    if (points.some((value) => value === Infinity || value === -Infinity))
      fail(['attrs', 'points'], 'expected numbers or NaN, got an infinity')
    if (margin < 0) fail(['attrs', 'margin'], `expected at least 0, got ${margin}`)
    if (precision < 0) fail(['attrs', 'precision'], `expected at least 0, got ${precision}`)
    const squares = new Float64Array(size)
    points.forEach((value, k) => {
      if (value === value) squares[Math.floor(k / width)]! += value * value
    })
    const integral = points.every((value) => value !== value || Number.isInteger(value))
    const far = new Float64Array(size)
    const off = new Float64Array(size)
    const taken = new Int32Array(near)

    /** Writes how far the points are; whether all of it is finite. */
    const measure = (x: Float64Array, from: number): boolean => {
      let square = 0
      let whole = integral
      let most = 0
      for (let i = from; i < from + width; i++) {
        if (x[i] !== x[i]) continue
        square += x[i]! * x[i]!
        whole &&= Number.isInteger(x[i])
      }
      for (let j = 0; j < size; j++) {
        let sum = 0
        let both = 0
        for (let i = 0; i < width; i++) {
          const d = x[from + i]! - points[j * width + i]!
          if (d !== d) continue
          sum += d * d
          both++
        }
        far[j] = both === 0 ? NaN : (sum / both) * width
        most = Math.max(most, square + squares[j]!)
        off[j] =
          whole && square + squares[j]! < 0x10_0000_0000_0000 ? 0 : margin * (square + squares[j]!) * (width / both)
      }
      return most * width < Infinity
    }
    /** Takes the nearest donors of cell i, in order; how many there are. */
    const take = (i: number): number => {
      let found = 0
      for (let j = 0; j < size; j++) {
        const value = far[j]!
        if (value !== value || points[j * width + i] !== points[j * width + i]) continue
        if (found === near && !(value < far[taken[near - 1]!]!)) continue
        let at = found < near ? found++ : near - 1
        for (; at > 0 && far[taken[at - 1]!]! > value; at--) taken[at] = taken[at - 1]!
        taken[at] = j
      }
      return found
    }
    /** How far the first donor is that the answer hangs on, left out or too near to be weighed, or -1. */
    const tie = (i: number, found: number): number => {
      let top = 0
      for (let k = 0; k < found; k++) {
        const value = far[taken[k]!]!
        if (weights === 'distance' && off[taken[k]!]! > precision * value) return value
        top = Math.max(top, value + off[taken[k]!]!)
      }
      const last = taken[found - 1]!
      let bottom = Infinity
      let first = -1
      let mixed = false
      const look = (j: number): void => {
        if (first < 0) first = j
        mixed ||= points[j * width + i] !== points[first * width + i]
      }
      for (let j = 0; j < size && found === count; j++) {
        const value = far[j]!
        const left = value > far[last]! || (value === far[last] && j > last)
        if (!left || points[j * width + i] !== points[j * width + i] || value - off[j]! > top) continue
        look(j)
        bottom = Math.min(bottom, value - off[j]!)
      }
      for (let k = 0; k < found; k++) if (far[taken[k]!]! + off[taken[k]!]! >= bottom) look(taken[k]!)
      return mixed ? far[first]! : -1
    }
    const mean = (i: number, found: number): number => {
      const zero = weights === 'distance' && far[taken[0]!] === 0
      let sum = 0
      let total = 0
      for (let k = 0; k < found; k++) {
        const j = taken[k]!
        const w = zero ? Number(far[j] === 0) : weights === 'distance' ? 1 / Math.sqrt(far[j]!) : 1
        sum += w * points[j * width + i]!
        total += w
      }
      return sum / total
    }
    return {
      outputs: [{ kind: 'number', width }],
      steps: size * width * (5 + near),
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          let measured = false
          for (let i = 0; i < width; i++) {
            const value = x.data[from + i]!
            y.data[to + i] = value
            if (value === Infinity || value === -Infinity) {
              reject(row, 'a finite number', value)
              break
            }
            if (value === value) continue
            if (!measured && !measure(x.data, from)) {
              reject(row, 'no tie', Infinity)
              break
            }
            measured = true
            const found = take(i)
            const tied = tie(i, found)
            if (tied >= 0) {
              reject(row, 'no tie', tied)
              break
            }
            y.data[to + i] = found === 0 ? otherwise[i]! : mean(i, found)
          }
        }
      },
    }
  },
})
