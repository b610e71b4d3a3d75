import { exp } from '../../../math/exp.js'
import { bindBinary } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { floats, typeOfInput } from '../types.js'

/** a sigmoid(alpha a) b, of inputs of the same dims. */
export const swiGLU: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SwiGLU',
  since: 28,
  inputs: [2, 2],
  bind(node) {
    const round = typeOfInput(node, 0, floats) === 'float32' ? Math.fround : Number
    const alpha = node.float('alpha', 1)
    const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
      for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
        out[k] = round(a[i]! * round(1 / round(1 + round(exp(-round(alpha * a[i]!)))))) * b[j]!
      }
    }
    const { types, run } = bindBinary(node, loop)
    return {
      types,
      run(inputs) {
        const [a, b] = inputs.map(({ dims }) => dims.join(', '))
        if (a !== b) node.refuse(`expected inputs of the same dims, got [${a}] and [${b}]`)
        return run(inputs)
      },
    }
  },
})
