import type { Tensor } from '../backend.js'
import { make, sizeOf, tensorOf } from './dims.js'
import { perLine } from './integer-product.js'
import type { NodeContext } from './kernel.js'
import { conv } from './kernels/conv.js'

/** x less its zero point: one, or one for each of `lines` places of the first axis. */
function centred(node: NodeContext, { dims, data }: Tensor, zero: Tensor | null, lines: number): Tensor {
  const out = make(node, 'float64', dims)
  const zeroOf = zero === null ? () => 0 : perLine(node, zero, lines, 'zero points')
  const inner = lines === 1 ? Infinity : sizeOf(dims, 1)
  for (let i = 0; i < out.length; i++) out[i] = (data[i] as number) - zeroOf(Math.floor(i / inner))
  return tensorOf('float64', dims, out)
}

/** Conv of (x - zero point) and (w - zero point of the filter), exact: sums of products of 8 bits are integers of float64. */
export function bindIntegerConv(
  node: NodeContext,
): (x: Tensor, xZero: Tensor | null, w: Tensor, wZero: Tensor | null) => Tensor {
  const float = { type: 'float64', value: null, dims: null, single: false } as const
  const { run } = conv.bind({ ...node, inputs: [float, float] })
  return (x, xZero, w, wZero) => run([centred(node, x, xZero, 1), centred(node, w, wZero, w.dims[0] ?? 1)])[0] as Tensor
}
