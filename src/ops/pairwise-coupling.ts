import { integer } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * pairwise_coupling, version 1: probabilities of classes from those of pairs, by the iteration of Wu, Lin and Weng (JMLR 5,
 * 2004, algorithm 2) as libsvm has it.
 *
 * x has r[i][j] for i < j, in the order (0,1), (0,2), ..., (1,2), ...; r[j][i] = 1 - r[i][j]. With k = `classes`, at most
 * max(100, k) rounds, stopping before the first in which no |Qp[t] - pQp| is at least 0.005 / k. spec/graph.md has the steps.
 */
export const pairwiseCoupling: Op = /* @__PURE__ */ defineOp({
  name: 'pairwise_coupling',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { classes: /* @__PURE__ */ integer(2, 1024) },
  bind({ classes: k }, [{ width }], fail) {
    const pairs = (k * (k - 1)) / 2
    if (width !== pairs) fail(['attrs', 'classes'], `expected an input of width ${pairs}, got ${width}`)
    const rounds = Math.max(100, k)
    const q = new Float64Array(k * k)
    const qp = new Float64Array(k)
    const p = new Float64Array(k)
    return {
      outputs: [{ kind: 'number', width: k }],
      steps: rounds * 3 * k * k,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          const r = (i: number, j: number): number => {
            const [a, b] = i < j ? [i, j] : [j, i]
            const share = x.data[from + a * k - (a * (a + 1)) / 2 + b - a - 1]!
            return i < j ? share : 1 - share
          }
          for (let t = 0; t < k; t++) {
            p[t] = 1 / k
            q[t * k + t] = 0
            for (let j = 0; j < k; j++) {
              if (j === t) continue
              q[t * k + t]! += r(j, t) * r(j, t)
              q[t * k + j] = j < t ? q[j * k + t]! : -r(j, t) * r(t, j)
            }
          }
          for (let round = 0; round < rounds; round++) {
            let pqp = 0
            for (let t = 0; t < k; t++) {
              qp[t] = 0
              for (let j = 0; j < k; j++) qp[t]! += q[t * k + j]! * p[j]!
              pqp += p[t]! * qp[t]!
            }
            let worst = 0
            for (let t = 0; t < k; t++) worst = Math.max(worst, Math.abs(qp[t]! - pqp))
            if (!(worst >= 0.005 / k)) break
            for (let t = 0; t < k; t++) {
              const step = (-qp[t]! + pqp) / q[t * k + t]!
              p[t]! += step
              pqp = (pqp + step * (step * q[t * k + t]! + 2 * qp[t]!)) / (1 + step) / (1 + step)
              for (let j = 0; j < k; j++) {
                qp[j] = (qp[j]! + step * q[t * k + j]!) / (1 + step)
                p[j]! /= 1 + step
              }
            }
          }
          for (let t = 0; t < k; t++) y.data[to + t] = p[t]!
        }
      },
    }
  },
})
