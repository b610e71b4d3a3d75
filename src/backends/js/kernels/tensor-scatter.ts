import { quote } from '../../../errors.js'
import { axisOf, copyRun, expectDims, integersOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, takesInput, typeOfInput } from '../types.js'

/** A cache with what is new of each batch written along an axis, from the batch's index on; `circular`, behind the end comes the begin. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  if (typeOfInput(node, 1, anyType) !== type) node.invalid(`expected an update of ${type}`)
  const placed = takesInput(node, 2, ['int64'])
  const wanted = node.int('axis', -2)
  const mode = node.text('mode', 'linear')
  if (mode !== 'linear' && mode !== 'circular') node.invalid(`no mode ${quote(mode)}`)
  return {
    types: [type],
    run([cache, update, indices]) {
      const { dims, data } = cache!
      const axis = axisOf(node, wanted, dims.length)
      const batch = dims[0]!
      const [size, count] = [dims[axis]!, update!.dims[axis] ?? 0]
      const fits =
        axis > 0 && update!.dims.join() === dims.map((n, i) => (i === axis ? count : n)).join() && count <= size
      if (!fits) node.refuse(`expected an update within [${dims.join(', ')}], got [${update!.dims.join(', ')}]`)
      const starts = placed ? integersOf(indices!) : null
      if (placed) expectDims(node, indices!, [batch], 'write_indices of ')
      if (starts?.some((start) => start < 0 || (mode === 'linear' && start + count > size))) {
        node.refuse(`expected write_indices of 0 to ${size - count}, got [${starts.join(', ')}]`)
      }
      const out = make(node, type, dims)
      copyRun(data, 0, out, 0, data.length)
      const inner = sizeOf(dims, axis + 1)
      const outer = out.length && sizeOf(dims, 0, axis)
      for (let o = 0; o < outer; o++) {
        const start = starts?.[Math.floor(o / (outer / batch))] ?? 0
        for (let t = 0; t < count; t++) {
          copyRun(update!.data, (o * count + t) * inner, out, (o * size + ((start + t) % size)) * inner, inner)
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const tensorScatter: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'TensorScatter',
  since: 24,
  inputs: [2, 3],
  bind,
})
