import type { Tensor } from '../../backend.js'
import { splitHeads } from '../attention-inputs.js'
import { expectDims, integersOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { floats, takesInput, typeOfInput } from '../types.js'

/**
 * Pairs (a, b) of the first elements of each head become (cos a - sin b, sin a + cos b): neighbours where `interleaved`, else one of each
 * half. The angles are those of the step, or of its position.
 */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  for (const i of [1, 2]) if (typeOfInput(node, i, floats) !== type) node.invalid(`expected input ${i} of ${type}`)
  const placed = takesInput(node, 3, ['int64'])
  const interleaved = node.int('interleaved', 0) !== 0
  const wanted = node.int('rotary_embedding_dim', 0)
  const heads = node.int('num_heads', 0)
  return {
    types: [type],
    run([x, cosines, sines, positions]) {
      const { dims } = x!
      const { data, at, ...form } = splitHeads(node, x!, heads)
      const turned = wanted === 0 ? form.size : wanted
      const pairs = turned / 2
      if (!(turned >= 0 && turned <= form.size && pairs % 1 === 0)) {
        node.refuse(`expected an even rotary_embedding_dim of at most ${form.size}, got ${turned}`)
      }
      const rows = placed ? [cosines!.dims[0] ?? 0] : [form.batch, form.steps]
      for (const given of [cosines!, sines!]) expectDims(node, given, [...rows, pairs])
      const places = placed ? readPlaces(node, positions!, [form.batch, form.steps], rows[0]!) : null
      const [cos, sin] = [cosines!.data as Float64Array, sines!.data as Float64Array]
      node.count(dims)
      const out = data.slice()
      for (let b = 0; b < form.batch; b++) {
        for (let t = 0; t < form.steps; t++) {
          const step = b * form.steps + t
          const angle = (places === null ? step : places[step]!) * pairs
          for (let h = 0; h < form.heads; h++) {
            const start = at(b, h, t)
            for (let i = 0; i < pairs; i++) {
              const first = start + (interleaved ? 2 * i : i)
              const second = first + (interleaved ? 1 : pairs)
              const [c, s, u, w] = [cos[angle + i]!, sin[angle + i]!, data[first]!, data[second]!]
              out[first] = round(c * u) - round(s * w)
              out[second] = round(s * u) + round(c * w)
            }
          }
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

function readPlaces(node: NodeContext, positions: Tensor, dims: readonly number[], count: number): readonly number[] {
  expectDims(node, positions, dims, 'positions of ')
  const places = integersOf(positions)
  if (places.some((place) => place < 0 || place >= count)) node.refuse(`expected positions of 0 to ${count - 1}`)
  return places
}

export const rotaryEmbedding: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'RotaryEmbedding',
  since: 23,
  inputs: [3, 4],
  bind,
})
