import { expectDims, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { commonType, floats, hasInput } from '../types.js'
import { bindWindows } from '../windows.js'

/** The sizes of the result, and what is left out before it. */
type Frame = { readonly out: readonly number[]; readonly before: readonly number[] }

function bindFrame(node: NodeContext): {
  readonly frameOf: (
    sizes: readonly number[],
    kernel: readonly number[],
  ) => Frame & { readonly strides: readonly number[]; readonly dilations: readonly number[] }
} {
  const windowsOf = bindWindows(node, true, null)
  const auto = node.text('auto_pad', 'NOTSET')
  const more = node.indices('output_padding')
  const stated = node.indices('output_shape')
  return {
    frameOf(sizes, kernel) {
      const { strides, dilations, before, after } = windowsOf(sizes, kernel)
      const rank = sizes.length
      for (const list of [more, stated]) {
        if (list !== null && list.length !== rank)
          node.refuse(`expected ${rank} values in output_padding and output_shape`)
      }
      const same = auto.startsWith('SAME')
      const starts: number[] = []
      const out = sizes.map((size, i) => {
        const stride = strides[i]!
        const room = stride * (size - 1) + (more?.[i] ?? 0) + (kernel[i]! - 1) * dilations[i]! + 1
        if (stated === null && !same) {
          starts.push(before[i]!)
          const made = room - before[i]! - after[i]!
          return made < 0 ? node.refuse(`expected pads of at most ${room}, got ${room - made}`) : made
        }
        const made = stated?.[i] ?? size * stride
        const half = Math.floor((room - made) / 2)
        starts.push(auto === 'SAME_UPPER' ? half : room - made - half)
        return made
      })
      return { strides, dilations, before: starts, out }
    },
  }
}

/** Each element of x, times the window, added where the window lies: for each place from 0 over the channels of the group and the window, the bias last. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const round = type === 'float32' ? Math.fround : Number
  const groups = node.int('group', 1)
  const stated = node.indices('kernel_shape')
  const { frameOf } = bindFrame(node)
  const biased = hasInput(node, 2)
  return {
    types: [type],
    run([x, w, b]) {
      const [dims, shape] = [x!.dims, w!.dims]
      const kernel = shape.slice(2)
      const [batch, channels] = dims as readonly [number, number]
      const filters = shape[1]! * groups
      const fits = dims.length >= 3 && shape.length === dims.length && groups >= 1 && channels === shape[0]
      if (!fits || channels % groups !== 0) {
        node.refuse(`[${shape.join(', ')}] in ${groups} groups does not fit [${dims.join(', ')}]`)
      }
      if (kernel.some((size) => size < 1) || (stated !== null && stated.join() !== kernel.join())) {
        node.refuse(`expected kernel_shape to be [${kernel.join(', ')}]`)
      }
      if (biased) expectDims(node, b!, [filters], 'a bias of ')
      const sizes = dims.slice(2)
      const { strides, dilations, before, out: places } = frameOf(sizes, kernel)
      const made = [batch, filters, ...places]
      const out = make(node, type, made) as Float64Array
      const [area, count, elements] = [sizeOf(sizes), sizeOf(places), sizeOf(kernel)]
      const [each, per] = [channels / groups, filters / groups]
      node.charge(batch * filters * count * each * elements)
      const [data, weights] = [x!.data as Float64Array, w!.data as Float64Array]
      const offsets = new Float64Array(node.count([elements]))
      for (let place = 0; place < count; place++) {
        for (let e = 0; e < elements; e++) {
          let offset = 0
          for (let d = sizes.length - 1, at = place, of = e, stride = 1; d >= 0; d--) {
            const t = ((at % places[d]!) + before[d]! - (of % kernel[d]!) * dilations[d]!) / strides[d]!
            offset = t >= 0 && t < sizes[d]! && t % 1 === 0 ? offset + t * stride : -Infinity
            at = Math.floor(at / places[d]!)
            of = Math.floor(of / kernel[d]!)
            stride *= sizes[d]!
          }
          offsets[e] = offset
        }
        for (let n = 0; n < batch; n++) {
          for (let f = 0; f < filters; f++) {
            const group = Math.floor(f / per)
            let sum = 0
            for (let c = group * each; c < (group + 1) * each; c++) {
              for (let e = 0; e < elements; e++) {
                if (offsets[e]! < 0) continue
                const weight = weights[(c * per + (f % per)) * elements + e]!
                sum = round(sum + round(data[(n * channels + c) * area + offsets[e]!]! * weight))
              }
            }
            out[(n * filters + f) * count + place] = biased ? sum + (b!.data[f] as number) : sum
          }
        }
      }
      return [tensorOf(type, made, out)]
    },
  }
}

export const convTranspose: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'ConvTranspose',
  since: 1,
  inputs: [2, 3],
  bind,
})
