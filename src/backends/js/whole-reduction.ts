import type { Tensor } from '../backend.js'
import { convert } from './convert.js'
import { make, tensorOf } from './dims.js'
import type { Bound, Kernel, NodeContext } from './kernel.js'
import { reducible, typeOfInput } from './types.js'

/** Reductions of floats that ONNX has for integers too. */
export const rooted: readonly string[] = ['ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp']

/** The reduction of the integers in float64, cast to their type. */
export function bindRooted(node: NodeContext, kernel: Kernel): Bound {
  const type = typeOfInput(node, 0, reducible)
  const first = { ...node.inputs[0]!, type: 'float64', value: null, single: false } as const
  const { run } = kernel.bind({ ...node, inputs: [first, ...node.inputs.slice(1)] })
  const cast = ({ type: from, dims, data }: Tensor, to: typeof type): Tensor => {
    const out = make(node, to, dims)
    convert(data, from, out, to)
    return tensorOf(to, dims, out)
  }
  return {
    types: [type],
    run: ([x, ...axes]) => run([cast(x!, 'float64'), ...axes]).map((made) => cast(made as Tensor, type)),
  }
}
