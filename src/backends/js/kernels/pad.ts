import { quote } from '../../../errors.js'
import { axisOf, integersOf, make, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, hasInput, indexTypes, takesInput, typeOfInput } from '../types.js'

const modes = ['constant', 'edge', 'reflect', 'wrap']

/** The place along an axis of `size` that stands at `index`, which may be outside; -1 for a constant. */
function placeOf(mode: string, index: number, size: number): number {
  if (index >= 0 && index < size) return index
  if (mode === 'constant') return -1
  if (mode === 'edge') return index < 0 ? 0 : size - 1
  if (mode === 'wrap') return ((index % size) + size) % size
  const period = Math.max(1, 2 * (size - 1))
  const at = ((index % period) + period) % period
  return at < size ? at : period - at
}

/** More elements, or fewer, at both ends of the axes: a constant, or as `mode` says. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const mode = node.text('mode', 'constant')
  if (!modes.includes(mode) || (mode === 'wrap' && node.version < 19)) node.invalid(`no mode ${quote(mode)}`)
  typeOfInput(node, 1, ['int64'])
  const filled = takesInput(node, 2, [type])
  const chosen = node.version >= 18 && hasInput(node, 3)
  if (chosen) typeOfInput(node, 3, indexTypes)
  return {
    types: [type],
    run([x, pads, value, axesInput]) {
      const { dims, data } = x!
      const axes = chosen
        ? integersOf(axesInput!).map((axis) => axisOf(node, axis, dims.length))
        : dims.map((_, i) => i)
      const given = integersOf(pads!)
      if (given.length !== 2 * axes.length || new Set(axes).size !== axes.length) {
        node.refuse(`expected ${2 * axes.length} pads, got ${given.length}`)
      }
      const before = dims.map(() => 0)
      const made = dims.slice()
      axes.forEach((axis, i) => {
        before[axis] = given[i]!
        made[axis] = dims[axis]! + given[i]! + given[axes.length + i]!
        if (made[axis] < 0 || (mode !== 'constant' && dims[axis] === 0 && made[axis] > 0)) {
          node.refuse(`no room for pads of ${given[i]} and ${given[axes.length + i]} at ${dims[axis]}`)
        }
      })
      const out = make(node, type, made) as { [index: number]: unknown }
      const fill = filled ? value!.data[0] : undefined
      const strides = stridesOf(dims)
      const count = data.length === 0 && mode !== 'constant' ? 0 : (out as unknown as ArrayLike<unknown>).length
      const at = made.map(() => 0)
      for (let i = 0; i < count; i++) {
        let from = 0
        let inside = true
        for (let d = 0; d < at.length; d++) {
          const place = placeOf(mode, at[d]! - before[d]!, dims[d]!)
          inside &&= place >= 0
          from += place * strides[d]!
        }
        if (inside) out[i] = data[from]
        else if (fill !== undefined) out[i] = fill
        for (let d = at.length - 1; d >= 0; d--) {
          if (++at[d]! < made[d]!) break
          at[d] = 0
        }
      }
      return [tensorOf(type, made, out as never)]
    },
  }
}

export const pad: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Pad', since: 11, inputs: [2, 4], bind })
