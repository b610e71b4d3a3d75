import { integer, list } from '../json/shape.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * polynomial, version 1
 *
 *     y[j] = (x[a] * x[b]) * x[c] * ...        for terms[j] = [a, b, c, ...]
 *
 * in `dtype`, multiplied from left to right. A term of one is x[a] itself, a term of none is 1.
 */
export const polynomial: Op = /* @__PURE__ */ defineOp({
  name: 'polynomial',
  version: 1,
  inputs: [{ kinds: ['number'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { terms: /* @__PURE__ */ list(/* @__PURE__ */ list(/* @__PURE__ */ integer(0))), dtype },
  bind({ terms, dtype }, [{ width: inputs }], fail) {
    let steps = terms.length
    terms.forEach((term, j) => {
      steps += term.length
      term.forEach((i, k) => {
        if (i >= inputs) fail(['attrs', 'terms', j, k], `expected a cell below ${inputs}, got ${i}`)
      })
    })
    const round = rounding(dtype)
    return {
      outputs: [{ kind: 'number', width: terms.length }],
      steps,
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let j = 0; j < terms.length; j++) {
            const term = terms[j]!
            let product = term.length === 0 ? 1 : x.data[from + term[0]!]!
            for (let k = 1; k < term.length; k++) product = round(product * x.data[from + term[k]!]!)
            y.data[to + j] = product
          }
        }
      },
    }
  },
})
