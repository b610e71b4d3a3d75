import { quote } from '../../../errors.js'
import type { Tensor } from '../../backend.js'
import { axisOf, integersOf, sizesOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { coordinates, pick, readResampling, resample } from '../resample.js'
import { anyType, floats, hasInput, typeOfInput } from '../types.js'

/** The sizes and scales of the axes that are given, by policy all of one scale. */
function fit(policy: string, dims: readonly number[], sizes: readonly number[]): { sizes: number[]; scales: number[] } {
  const scales = sizes.map((size, i) => size / dims[i]!)
  if (policy === 'stretch') return { sizes: [...sizes], scales }
  const scale = policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales)
  return { sizes: dims.map((size) => Math.floor(scale * size + 0.5)), scales: dims.map(() => scale) }
}

function bind(node: NodeContext): Bound {
  const { version } = node
  const later = version >= 11
  const mode = later ? node.text('coordinate_transformation_mode', 'half_pixel') : 'asymmetric'
  const rounding = later ? node.text('nearest_mode', 'round_prefer_floor') : 'simple'
  if (later && rounding === 'simple') node.invalid('no nearest_mode "simple"')
  const how = readResampling(node, pick(node, coordinates, mode), rounding)
  const type = typeOfInput(node, 0, how.weigh === null ? anyType : floats)
  if (later) for (const name of ['extrapolation_value', 'cubic_coeff_a', 'exclude_outside']) node.has(name)
  if (version >= 18 && node.int('antialias', 0) !== 0) node.unsupported('no antialias')
  const chosen = version >= 18 ? node.ints('axes') : null
  const policy = version >= 18 ? node.text('keep_aspect_ratio_policy', 'stretch') : 'stretch'
  if (!['stretch', 'not_larger', 'not_smaller'].includes(policy)) node.invalid(`no policy ${quote(policy)}`)
  if (hasInput(node, later ? 2 : 1)) typeOfInput(node, later ? 2 : 1, ['float32'])
  if (hasInput(node, 3)) typeOfInput(node, 3, ['int64'])
  return {
    types: [type],
    run(inputs) {
      const x = inputs[0]!
      const given = (index: number): Tensor | null => {
        const tensor = hasInput(node, index) ? inputs[index]! : null
        return tensor === null || tensor.data.length === 0 ? null : tensor
      }
      const [scalesGiven, sizesGiven] = later ? [given(2), given(3)] : [given(1), null]
      const axes = chosen === null ? x.dims.map((_, i) => i) : Array.from(chosen, (a) => axisOf(node, a, x.dims.length))
      const one = (scalesGiven ?? sizesGiven)?.data.length
      if (new Set(axes).size !== axes.length || (one ?? 0) !== axes.length || (scalesGiven && sizesGiven)) {
        node.refuse(`expected scales or sizes of ${axes.length} axes`)
      }
      const dims = axes.map((axis) => x.dims[axis]!)
      let found: { readonly sizes: readonly number[]; readonly scales: readonly number[] }
      if (sizesGiven === null) {
        const scales = integersOf(scalesGiven!)
        if (!scales.every((scale) => scale > 0 && scale < Infinity)) node.refuse('expected scales above 0')
        found = { scales, sizes: dims.map((size, i) => Math.floor(size * scales[i]!)) }
      } else found = fit(policy, dims, sizesOf(node, sizesGiven))
      if (!found.sizes.every((size) => size >= 0)) node.refuse(`expected elements, got [${dims.join(', ')}]`)
      const [made, all] = [[...x.dims], x.dims.map(() => 1)]
      axes.forEach((axis, i) => {
        made[axis] = found.sizes[i]!
        all[axis] = found.scales[i]!
      })
      node.count(made)
      return [resample(node, x, made, all, how)]
    },
  }
}

/** Each axis made longer or shorter by its nearest elements, or by linear or cubic interpolation. */
export const resize: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Resize',
  since: 10,
  inputs: [1, 4],
  bind,
})
