import { choice, numbers } from '../json/shape.js'
import { exp } from '../math/exp.js'
import { expm1 } from '../math/expm1.js'
import { log } from '../math/log.js'
import { log1p } from '../math/log1p.js'
import { dtype, rounding } from './dtype.js'
import { defineOp, type Op } from './op.js'

type Transform = (x: number, lambda: number, round: (x: number) => number) => number

const eps = Number.EPSILON

const yeoJohnson: Transform = (x, lambda, round) => {
  if (x >= 0) {
    const l = round(log1p(x))
    return Math.abs(lambda) < eps ? l : expm1(lambda * l) / lambda
  }
  const l = round(log1p(-x))
  return Math.abs(lambda - 2) > eps ? -expm1((2 - lambda) * l) / (2 - lambda) : -l
}

const boxCox: Transform = (x, lambda) => {
  const l = log(x)
  if (Math.abs(lambda) < 1e-19) return l
  const product = lambda * l
  if (product < 709.78) return expm1(product) / lambda
  return Math.sign(lambda) * exp(product - log(Math.abs(lambda))) - 1 / lambda
}

/**
 * power_transform, version 1; with L = lambdas[i], x = x[i]
 *
 *     yeo_johnson    x >= 0: l = log1p(x);  |L| < 2^-52 ? l : expm1(L * l) / L
 *                    else:   l = log1p(-x); |L - 2| > 2^-52 ? -expm1((2 - L) * l) / (2 - L) : -l
 *     box_cox        l = log(x); |L| < 1e-19 ? l : L * l < 709.78 ? expm1(L * l) / L : sign(L) * exp(L * l - log(|L|)) - 1 / L
 *
 * in float64, functions correctly rounded; with float32 the result is rounded to it, and so is log1p, as SciPy has it. Missing stays
 * missing. A box_cox of a number <= 0 refuses the row. A lambda is NaN for a feature that had no values.
 */
export const powerTransform: Op = /* @__PURE__ */ defineOp({
  name: 'power_transform',
  version: 1,
  inputs: [{ kinds: ['number'], width: 'width' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    method: /* @__PURE__ */ choice('yeo_johnson', 'box_cox'),
    lambdas: /* @__PURE__ */ numbers(['width'], { nonFinite: true }),
    dtype,
  },
  bind({ method, lambdas, dtype }, [{ width }]) {
    const round = rounding(dtype)
    const positive = method === 'box_cox'
    const transform = positive ? boxCox : yeoJohnson
    return {
      outputs: [{ kind: 'number', width }],
      steps: 64 * width,
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < width; i++) {
            const value = x.data[from + i]!
            if (positive && value <= 0) {
              reject(row, 'a number above 0', value)
              break
            }
            y.data[to + i] = round(transform(value, lambdas[i]!, round))
          }
        }
      },
    }
  },
})
