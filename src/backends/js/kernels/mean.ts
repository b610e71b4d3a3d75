import { bindVariadic } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'
import { floats } from '../types.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i]! + b[j]!
}

/** The sum, from the left, divided by the number of inputs. */
export const mean: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Mean',
  since: 8,
  inputs: [1, Infinity],
  bind(node: NodeContext) {
    const sum = bindVariadic(node, floats, loop)
    return {
      ...sum,
      run(inputs) {
        const { type, dims, data } = sum.run(inputs)[0] as (typeof inputs)[number]
        const out = make(node, type, dims) as Float64Array
        for (let i = 0; i < out.length; i++) out[i] = (data[i] as number) / inputs.length
        return [tensorOf(type, dims, out)]
      },
    }
  },
})
