import type { Tensor, TensorType } from '../backend.js'
import type { AttentionInputs } from './attention-inputs.js'
import { broadcastStrides } from './broadcast.js'
import type { NodeContext } from './kernel.js'
import { hasInput, typeOfInput } from './types.js'

/** What is added to a score: -Infinity where a query does not see a key. */
export type Bias = (b: number, h: number, i: number, j: number) => number

/** Reads attn_mask, is_causal and the windows. */
export function bindMask(
  node: NodeContext,
  type: TensorType,
): (mask: Tensor | undefined, inputs: AttentionInputs) => Bias {
  const masked = hasInput(node, 3)
  const flags = masked && typeOfInput(node, 3, ['bool', type]) === 'bool'
  const causal = node.int('is_causal', 0) !== 0
  const window = (name: string): number => {
    const size = node.version < 25 ? -1 : node.int(name, -1)
    if (size < -1) node.invalid(`expected ${name} of at least -1, got ${size}`)
    return size < 0 ? Infinity : size
  }
  const [before, after] = [window('left_window_size'), window('right_window_size')]
  const ahead = causal ? Math.min(0, after) : after
  return (mask, { q, k, past, lengths }) => {
    const given = masked ? readMask(node, mask!, flags, [q.batch, q.heads, q.steps, k.steps]) : () => 0
    return (b, h, i, j) => {
      const place = i + (lengths === null ? past : lengths[b]! - q.steps)
      const seen = place - j <= before && j - place <= ahead && (lengths === null || j < lengths[b]!)
      return seen ? given(b, h, i, j) : given(b, h, i, j) - Infinity
    }
  }
}

/** A mask that broadcasts to `dims`; its last axis may be shorter, and what it lacks is not seen. */
function readMask(node: NodeContext, { dims, data }: Tensor, flags: boolean, to: readonly number[]): Bias {
  const width = dims.at(-1) ?? 0
  const rest = dims.slice(0, -1)
  const offset = 3 - rest.length
  const fits =
    dims.length >= 1 && offset >= 0 && width <= to[3]! && rest.every((n, i) => n === 1 || n === to[offset + i])
  if (!fits) node.refuse(`expected a mask that broadcasts to [${to.join(', ')}], got [${dims.join(', ')}]`)
  const [ofBatch, ofHead, ofQuery] = broadcastStrides(rest, to.slice(0, 3)) as [number, number, number]
  return (b, h, i, j) => {
    if (j >= width) return -Infinity
    const cell = data[(b * ofBatch + h * ofHead + i * ofQuery) * width + j] as number
    return flags ? (cell === 1 ? 0 : -Infinity) : cell
  }
}
