import { expectDims, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { commonType, floats, hasInput } from '../types.js'
import { bindWindows, walkWindows } from '../windows.js'

/** Each place is the sum of x · w over the channels of the group and then the window, in order from 0, plus the bias at the end. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const round = type === 'float32' ? Math.fround : Number
  const groups = node.int('group', 1)
  const stated = node.indices('kernel_shape')
  const windowsOf = bindWindows(node, true, false)
  const biased = hasInput(node, 2)
  return {
    types: [type],
    run([x, w, b]) {
      const [dims, shape] = [x!.dims, w!.dims]
      const kernel = shape.slice(2)
      const [batch, channels] = dims as readonly [number, number]
      const [filters, each] = shape as readonly [number, number]
      if (
        dims.length < 3 ||
        shape.length !== dims.length ||
        !(groups >= 1) ||
        channels !== each * groups ||
        filters % groups !== 0
      ) {
        node.refuse(`[${shape.join(', ')}] in ${groups} groups does not fit [${dims.join(', ')}]`)
      }
      if (kernel.some((size) => size < 1) || (stated !== null && stated.join() !== kernel.join())) {
        node.refuse(`expected kernel_shape to be [${kernel.join(', ')}]`)
      }
      if (biased) expectDims(node, b!, [filters], 'a bias of ')
      const sizes = dims.slice(2)
      const windows = windowsOf(sizes, kernel)
      const made = [batch, filters, ...windows.out]
      const out = make(node, type, made) as Float64Array
      const [area, places, elements] = [sizeOf(sizes), sizeOf(windows.out), sizeOf(kernel)]
      node.charge(batch * filters * places * each * elements)
      const [data, weights] = [x!.data as Float64Array, w!.data as Float64Array]
      walkWindows(sizes, windows, (place, forEach) => {
        const offsets = new Int32Array(elements)
        forEach((offset, element) => (offsets[element] = offset))
        for (let n = 0; n < batch; n++) {
          for (let f = 0; f < filters; f++) {
            const first = n * channels + Math.floor(f / (filters / groups)) * each
            let sum = 0
            for (let c = 0; c < each; c++) {
              for (let e = 0; e < elements; e++) {
                if (offsets[e]! < 0) continue
                sum = round(
                  sum + round(data[(first + c) * area + offsets[e]!]! * weights[(f * each + c) * elements + e]!),
                )
              }
            }
            out[(n * filters + f) * places + place] = biased ? sum + (b!.data[f] as number) : sum
          }
        }
      })
      return [tensorOf(type, made, out)]
    },
  }
}

export const conv: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Conv', since: 1, inputs: [2, 3], bind })
