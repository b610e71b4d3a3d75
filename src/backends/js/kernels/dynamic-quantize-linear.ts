import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { nearestEven } from '../quantize.js'
import { typeOfInput } from '../types.js'

const { fround } = Math

/** float32 to uint8, with the scale (max - min) / 255 and zero point of the elements and 0. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['float32'])
  return {
    types: ['uint8', 'float32', 'uint8'],
    run([x]) {
      const data = x!.data as Float32Array
      let [low, high] = [0, 0]
      for (const value of data) {
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
      const scale = fround(fround(high - low) / 255)
      const zero = scale === 0 ? 0 : Math.max(0, Math.min(255, nearestEven(fround(-low / scale))))
      const out = make(node, 'uint8', x!.dims)
      for (let i = 0; i < data.length; i++) {
        const value = scale === 0 ? zero : nearestEven(fround(data[i]! / scale)) + zero
        out[i] = Math.max(0, Math.min(255, value))
      }
      return [
        tensorOf('uint8', x!.dims, out),
        tensorOf('float32', [], Float32Array.of(scale)),
        tensorOf('uint8', [], Uint8Array.of(zero)),
      ]
    },
  }
}

export const dynamicQuantizeLinear: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'DynamicQuantizeLinear',
  since: 11,
  inputs: [1, 1],
  bind,
})
