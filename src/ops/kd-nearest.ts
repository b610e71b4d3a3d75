import { choice, integer, numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * kd_nearest, version 1: the `count` points nearest to x as scikit-learn's KDTree finds them, depth first, ties included: their
 * distances in ascending order (of equals the lower number first), then their numbers.
 *
 *     squared_euclidean   (d[0] * d[0] + d[1] * d[1]) + ...    manhattan   (|d[0]| + |d[1]|) + ...    chebyshev   the greatest |d[i]|
 *
 * Nodes are numbered from the root 0, with 2i + 1 and 2i + 2 below i, in `levels` levels. Node 0 has all places of `order`, the first
 * below a node the first half, rounded down, the other one the rest. A node is as far as the box around its points; the nearer
 * one is looked at first, of equals the first, and none that is farther than the worst point kept. `count` points are kept in a heap,
 * all of them point 0 at infinity before; one that is less far than the worst takes its place. A row that is not finite is refused.
 */
export const kdNearest: Op = /* @__PURE__ */ defineOp({
  name: 'kd_nearest',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'inputs' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    count: /* @__PURE__ */ integer(1),
    metric: /* @__PURE__ */ choice('squared_euclidean', 'manhattan', 'chebyshev'),
    levels: /* @__PURE__ */ integer(1, 30),
    points: /* @__PURE__ */ numbers(['points', 'inputs']),
    order: /* @__PURE__ */ numbers(['points']),
  },
  bind({ count, metric, levels, points, order }, [{ width: inputs }], fail) {
    const size = order.length
    if (count > size) fail(['attrs', 'count'], `expected at most ${size}, got ${count}`)
    if (1 << (levels - 1) > size)
      fail(['attrs', 'levels'], `expected a point or more per leaf, got ${levels} levels for ${size}`)
    order.forEach((point, i) => {
      if (!Number.isInteger(point) || point < 0 || point >= size)
        fail(['attrs', 'order', i], `expected a point, got ${point}`)
    })
    const nodes = (1 << levels) - 1
    const start = new Int32Array(nodes)
    const end = new Int32Array(nodes)
    const lower = new Float64Array(nodes * inputs).fill(Infinity)
    const upper = new Float64Array(nodes * inputs).fill(-Infinity)
    end[0] = size
    for (let node = 0; node < nodes; node++) {
      const middle = start[node]! + ((end[node]! - start[node]!) >> 1)
      if (2 * node + 2 < nodes) {
        start[2 * node + 1] = start[node]!
        end[2 * node + 1] = start[2 * node + 2] = middle
        end[2 * node + 2] = end[node]!
      }
      for (let place = start[node]!; place < end[node]!; place++) {
        for (let i = 0; i < inputs; i++) {
          const value = points[order[place]! * inputs + i]!
          if (value < lower[node * inputs + i]!) lower[node * inputs + i] = value
          if (value > upper[node * inputs + i]!) upper[node * inputs + i] = value
        }
      }
    }
    const add = (sum: number, d: number): number =>
      metric === 'chebyshev' ? (d > sum ? d : sum) : sum + (metric === 'manhattan' ? d : d * d)
    const far = new Float64Array(count)
    const kept = new Int32Array(count)
    const sorted = new Int32Array(count)

    const box = (x: Float64Array, from: number, node: number): number => {
      let sum = 0
      for (let i = 0; i < inputs; i++) {
        const below = lower[node * inputs + i]! - x[from + i]!
        const above = x[from + i]! - upper[node * inputs + i]!
        sum = add(sum, 0.5 * (below + Math.abs(below) + (above + Math.abs(above))))
      }
      return sum
    }
    const keep = (distance: number, point: number): void => {
      if (distance >= far[0]!) return
      let at = 0
      for (;;) {
        const left = 2 * at + 1
        const worse = left + 1 < count && far[left]! < far[left + 1]! ? left + 1 : left
        if (worse >= count || distance >= far[worse]!) break
        far[at] = far[worse]!
        kept[at] = kept[worse]!
        at = worse
      }
      far[at] = distance
      kept[at] = point
    }
    const visit = (x: Float64Array, from: number, node: number, least: number): void => {
      if (least > far[0]!) return
      if (2 * node + 2 < nodes) {
        const one = box(x, from, 2 * node + 1)
        const two = box(x, from, 2 * node + 2)
        const first = one <= two ? 1 : 2
        visit(x, from, 2 * node + first, first === 1 ? one : two)
        visit(x, from, 2 * node + 3 - first, first === 1 ? two : one)
        return
      }
      for (let place = start[node]!; place < end[node]!; place++) {
        let distance = 0
        for (let i = 0; i < inputs; i++)
          distance = add(distance, Math.abs(x[from + i]! - points[order[place]! * inputs + i]!))
        keep(distance, order[place]!)
      }
    }
    const ascending = (a: number, b: number): number =>
      far[a]! < far[b]! ? -1 : far[a]! > far[b]! ? 1 : kept[a]! - kept[b]!
    return {
      outputs: [{ kind: 'number', width: 2 * count }],
      steps: (size + 2 * nodes) * (2 * inputs + levels) + 32 * count,
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < inputs; i++) {
            const value = x.data[from + i]!
            if (!Number.isFinite(value)) reject(row, 'a finite number', value)
          }
          far.fill(Infinity)
          kept.fill(0)
          visit(x.data, from, 0, box(x.data, from, 0))
          for (let j = 0; j < count; j++) sorted[j] = j
          sorted.sort(ascending)
          for (let j = 0; j < count; j++) {
            y.data[to + j] = far[sorted[j]!]!
            y.data[to + count + j] = kept[sorted[j]!]!
          }
        }
      },
    }
  },
})
