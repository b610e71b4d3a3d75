import { tanh } from '../../../math/tanh.js'
import { bindAttentionInputs } from '../attention-inputs.js'
import { bindMask } from '../attention-mask.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { softmaxRun } from '../softmax.js'

/** The type that a softmax is computed in: float or double. */
function readPrecision(node: NodeContext, own: boolean): boolean {
  if (!node.has('softmax_precision')) return own
  const code = node.int('softmax_precision')
  if (code !== 1 && code !== 11) node.unsupported(`no softmax_precision ${code}`)
  return code === 1
}

/**
 * For each query the sum of the values, weighted by the softmax of its products with the keys: of (q s) · (k s), s being sqrt(scale), then
 * softcap · tanh(that / softcap), then the mask added. A query that sees no key has weights of 0. Queries share keys by groups of heads.
 */
function bind(node: NodeContext): Bound {
  const { type, read } = bindAttentionInputs(node)
  const biasOf = bindMask(node, type)
  const round = type === 'float32' ? Math.fround : Number
  const single = readPrecision(node, type === 'float32')
  const given = node.has('scale') ? node.float('scale') : null
  const cap = node.float('softcap', 0)
  const mode = node.int('qk_matmul_output_mode', 0)
  if (!(mode >= 0 && mode <= 3)) node.invalid(`no qk_matmul_output_mode ${mode}`)
  return {
    types: [type, type, type, type],
    run(inputs) {
      const form = read(inputs)
      const { q, k, v } = form
      const bias = biasOf(inputs[3], form)
      const { batch, heads, size } = q
      const keys = k.steps
      const group = heads / k.heads
      const factor = round(Math.sqrt(given ?? 1 / Math.sqrt(size)))
      node.charge(batch * heads * q.steps * (keys + 1) * (size + v.size + 4))
      const whole = inputs[0]!.dims.length === 4
      const made = whole ? [batch, heads, q.steps, v.size] : [batch, q.steps, heads * v.size]
      const out = make(node, type, made) as Float64Array
      const shown = node.outputs > 3 ? (make(node, type, [batch, heads, q.steps, keys]) as Float64Array) : null
      const scores = new Float64Array(node.count([keys]))
      const query = new Float64Array(size)
      const show = (at: number, wanted: number): void => {
        if (mode === wanted) shown?.set(scores, at)
      }
      for (let b = 0; b < batch; b++) {
        for (let h = 0; h < heads; h++) {
          const kv = Math.floor(h / group)
          for (let i = 0; i < q.steps; i++) {
            const row = ((b * heads + h) * q.steps + i) * keys
            const from = q.at(b, h, i)
            for (let d = 0; d < size; d++) query[d] = round(q.data[from + d]! * factor)
            for (let j = 0; j < keys; j++) {
              const key = k.at(b, kv, j)
              let sum = 0
              for (let d = 0; d < size; d++) sum = round(sum + round(query[d]! * round(k.data[key + d]! * factor)))
              scores[j] = sum
            }
            show(row, 0)
            if (cap > 0) for (let j = 0; j < keys; j++) scores[j] = round(cap * round(tanh(round(scores[j]! / cap))))
            show(row, 1)
            let seen = false
            for (let j = 0; j < keys; j++) {
              const added = bias(b, h, i, j)
              seen ||= added !== -Infinity
              scores[j] = round(scores[j]! + added)
            }
            show(row, 2)
            if (seen) softmaxRun(scores, scores, 0, 1, keys, single)
            else scores.fill(0)
            for (let j = 0; j < keys; j++) scores[j] = round(scores[j]!)
            show(row, 3)
            const to = whole ? ((b * heads + h) * q.steps + i) * v.size : ((b * q.steps + i) * heads + h) * v.size
            for (let d = 0; d < v.size; d++) {
              let sum = 0
              for (let j = 0; j < keys; j++) sum = round(sum + round(scores[j]! * v.data[v.at(b, kv, j) + d]!))
              out[to + d] = sum
            }
          }
        }
      }
      return [
        tensorOf(type, made, out),
        tensorOf(type, [batch, k.heads, keys, size], k.data),
        tensorOf(type, [batch, k.heads, keys, v.size], v.data),
        ...(shown === null ? [] : [tensorOf(type, [batch, heads, q.steps, keys], shown)]),
      ]
    },
  }
}

export const attention: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Attention',
  since: 23,
  inputs: [3, 7],
  bind,
})
