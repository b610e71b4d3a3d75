import type { Tensor, Value } from '../../backend.js'
import { tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { stackNone, stackSlices } from '../stack.js'
import { hasInput, isTensorType, typeOfInput } from '../types.js'

/** Runs a graph while its condition holds, at most as often as input 0 says; what it carries goes from round to round. */
function bind(node: NodeContext): Bound {
  const bounded = hasInput(node, 0)
  const asked = hasInput(node, 1)
  if (bounded) typeOfInput(node, 0, ['int64'])
  if (asked) typeOfInput(node, 1, ['bool'])
  const own = node.inputs.length
  const carried = node.inputs.slice(2).map((input) => input?.type ?? node.invalid('expected every input'))
  const body = node.subgraph('body', ['int64', 'bool', ...carried])
  const [condition, ...rest] = body.types
  if (condition !== 'bool' || rest.slice(0, carried.length).join() !== carried.join()) {
    node.invalid(`expected a body that makes bool, ${carried.join(', ')}, got ${body.types.join(', ')}`)
  }
  const stacked = rest
    .slice(carried.length)
    .map((type) => (isTensorType(type) ? type : node.invalid('expected tensors')))
  return {
    types: [...carried, ...stacked],
    run(inputs): readonly Value[] {
      const captured = inputs.slice(own)
      const most = bounded ? inputs[0]!.data[0] : null
      let go = !asked || inputs[1]!.data[0] === 1
      let state: readonly Value[] = inputs.slice(2, Math.max(2, own))
      const rounds: Tensor[][] = stacked.map(() => [])
      for (let i = 0n; go && (most === null || i < (most as bigint)); i++) {
        node.charge(own + 1)
        const round: Tensor = { type: 'int64', dims: [], data: BigInt64Array.of(i) }
        const made = body.run([round, tensorOf('bool', [], Uint8Array.of(1)), ...state], captured)
        const next = made[0] as Tensor
        if (next.data.length !== 1) node.refuse('expected one condition')
        go = next.data[0] === 1
        state = made.slice(1, 1 + carried.length)
        rounds.forEach((list, j) => list.push(made[1 + carried.length + j] as Tensor))
      }
      const slices = rounds.map((list, j) => {
        if (list.length > 0) return stackSlices(node, list, 0)
        return stackNone(node, stacked[j]!, body.dims[1 + carried.length + j]!, 0)
      })
      return [...state, ...slices]
    },
  }
}

export const loop: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Loop',
  since: 1,
  inputs: [0, Infinity],
  bind,
})
