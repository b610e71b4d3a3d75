import { quote } from '../../errors.js'
import { exp } from '../../math/exp.js'
import { pow } from '../../math/pow.js'
import { tanh } from '../../math/tanh.js'
import type { NodeContext } from './kernel.js'

/** Of a row that begins at `x` and a vector that begins at `v`, in float64 and in order. */
export type SvmKernel = (rows: Float64Array, x: number, vectors: Float32Array, v: number) => number

/** The function of the attributes kernel_type and kernel_params (gamma, coef0, degree), for vectors of `width`. */
export function readSvmKernel(node: NodeContext, width: number, linear: boolean): SvmKernel {
  const named = node.text('kernel_type', 'LINEAR')
  const params = node.floats('kernel_params') ?? []
  const [gamma = 0, coef0 = 0, degree = 0] = params
  const dot: SvmKernel = (rows, x, vectors, v) => {
    let sum = 0
    for (let i = 0; i < width; i++) sum += rows[x + i]! * vectors[v + i]!
    return sum
  }
  if (linear || named === 'LINEAR') return dot
  if (named === 'POLY') return (...at) => pow(gamma * dot(...at) + coef0, degree)
  if (named === 'SIGMOID') return (...at) => tanh(gamma * dot(...at) + coef0)
  if (named !== 'RBF') return node.invalid(`no kernel_type ${quote(named)}`)
  return (rows, x, vectors, v) => {
    let sum = 0
    for (let i = 0; i < width; i++) {
      const difference = rows[x + i]! - vectors[v + i]!
      sum += difference * difference
    }
    return exp(-gamma * sum)
  }
}
