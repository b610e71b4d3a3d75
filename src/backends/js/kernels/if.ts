import type { Value } from '../../backend.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/** What one of two graphs makes. The other one of a condition that is known may be such as can't run. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['bool'])
  const known = node.inputs[0]!.value?.data[0]
  const branches = ['then_branch', 'else_branch'].map((name, i) =>
    node.has(name) && known === i ? null : node.subgraph(name, []),
  )
  const yes = branches[0] ?? branches[1]!
  const no = branches[1] ?? yes
  if (yes.types.join() !== no.types.join()) {
    node.invalid(`expected branches of one kind, got ${yes.types.join(', ')} and ${no.types.join(', ')}`)
  }
  return {
    types: yes.types,
    run(inputs): readonly Value[] {
      const condition = inputs[0]
      const captured = inputs.slice(node.inputs.length)
      if (condition!.data.length !== 1) node.refuse('expected one condition')
      return (condition!.data[0] === 1 ? yes : no).run([], captured)
    },
  }
}

export const ifElse: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'If', since: 1, inputs: [1, 1], bind })
