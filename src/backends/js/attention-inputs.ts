import type { Tensor, TensorType } from '../backend.js'
import { expectDims, integersOf, make, tensorOf } from './dims.js'
import type { NodeContext } from './kernel.js'
import { floats, hasInput, typeOfInput } from './types.js'

/** Elements of [batch, heads, steps, size], whatever the order of the axes but the last. */
export interface Heads {
  readonly data: Float64Array
  readonly batch: number
  readonly heads: number
  readonly steps: number
  readonly size: number
  /** Where those of a batch, a head and a step begin. */
  readonly at: (b: number, h: number, t: number) => number
}

export interface AttentionInputs {
  readonly q: Heads
  /** With what is cached before them, of [batch, heads, steps, size]. */
  readonly k: Heads
  readonly v: Heads
  /** Steps that were cached. */
  readonly past: number
  /** For each batch how many of the keys count. */
  readonly lengths: readonly number[] | null
}

/** The number of heads that an attribute says, which inputs of 3 dimensions need. */
const headsOf = (node: NodeContext, name: string): number => {
  const heads = node.has(name) ? node.int(name) : 0
  if (heads < 0) node.invalid(`expected ${name} of at least 1, got ${heads}`)
  return heads
}

/** An input of [batch, heads, steps, size], or of [batch, steps, heads · size]. */
export function splitHeads(node: NodeContext, { dims, data }: Tensor, wanted: number): Heads {
  const cells = data as Float64Array
  if (dims.length === 4) {
    const [batch, heads, steps, size] = dims as [number, number, number, number]
    return { data: cells, batch, heads, steps, size, at: (b, h, t) => ((b * heads + h) * steps + t) * size }
  }
  const [batch, steps, width] = dims as [number, number, number]
  if (dims.length !== 3 || !(wanted >= 1) || width % wanted !== 0) {
    node.refuse(`expected 4 dimensions, or 3 and a number of heads, got [${dims.join(', ')}] and ${wanted}`)
  }
  const size = width / wanted
  return { data: cells, batch, heads: wanted, steps, size, at: (b, h, t) => (b * steps + t) * width + h * size }
}

/** What is cached of `past` before the steps of `now`. */
function joined(node: NodeContext, type: TensorType, past: Tensor | null, now: Heads): Heads {
  const { batch, heads, steps, size } = now
  const cached = past === null ? 0 : past.dims[2]!
  if (past !== null) expectDims(node, past, [batch, heads, cached, size], 'a cache of ')
  const dims = [batch, heads, cached + steps, size]
  const out = make(node, type, dims) as Float64Array
  const all = splitHeads(node, tensorOf(type, dims, out), heads)
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const from = (b * heads + h) * cached * size
      if (past !== null) out.set((past.data as Float64Array).subarray(from, from + cached * size), all.at(b, h, 0))
      for (let t = 0; t < steps; t++) {
        const start = now.at(b, h, t)
        out.set(now.data.subarray(start, start + size), all.at(b, h, cached + t))
      }
    }
  }
  return all
}

/** Reads queries, keys and values, which are of one type, with caches and lengths; their dims are checked for each call. */
export function bindAttentionInputs(node: NodeContext): {
  readonly type: TensorType
  readonly read: (inputs: readonly Tensor[]) => AttentionInputs
} {
  const type = typeOfInput(node, 0, floats)
  for (const i of [1, 2, 4, 5]) {
    if (hasInput(node, i) && typeOfInput(node, i, floats) !== type) node.invalid(`expected input ${i} of ${type}`)
  }
  const cached = hasInput(node, 4)
  const limited = hasInput(node, 6)
  if (limited && node.version < 24) node.invalid('expected at most 6 inputs')
  if (limited) typeOfInput(node, 6, ['int64'])
  if (cached !== hasInput(node, 5)) node.invalid('expected both past_key and past_value')
  if (cached && limited) node.invalid('expected past_key or nonpad_kv_seqlen')
  const [queryHeads, keyHeads] = [headsOf(node, 'q_num_heads'), headsOf(node, 'kv_num_heads')]
  return {
    type,
    read(inputs) {
      const q = splitHeads(node, inputs[0]!, queryHeads)
      const keys = splitHeads(node, inputs[1]!, keyHeads)
      const values = splitHeads(node, inputs[2]!, keyHeads)
      const fits =
        keys.batch === q.batch &&
        values.batch === q.batch &&
        values.heads === keys.heads &&
        values.steps === keys.steps &&
        keys.size === q.size &&
        keys.heads > 0 &&
        q.heads % keys.heads === 0
      if (!fits) {
        const shown = inputs.slice(0, 3).map(({ dims }) => `[${dims.join(', ')}]`)
        node.refuse(`expected queries, keys and values that fit, got ${shown.join(', ')}`)
      }
      const k = joined(node, type, cached ? inputs[4]! : null, keys)
      const v = joined(node, type, cached ? inputs[5]! : null, values)
      if (k.steps !== v.steps) node.refuse(`expected as many keys as values, got ${k.steps} and ${v.steps}`)
      const lengths = limited ? integersOf(inputs[6]!) : null
      if (limited) expectDims(node, inputs[6]!, [q.batch], 'lengths of ')
      if (lengths?.some((length) => length < 0 || length > k.steps)) node.refuse(`expected lengths of 0 to ${k.steps}`)
      return { q, k, v, past: k.steps - keys.steps, lengths }
    },
  }
}
