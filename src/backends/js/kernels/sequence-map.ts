import type { Tensor, Value } from '../../backend.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { elementsOf, sequenceOf, tensorsIn } from '../sequence.js'
import { anyType, isTensorType } from '../types.js'

/** A graph that runs for each tensor of a sequence, with those at the same place in the other sequences and with the other tensors. */
function bind(node: NodeContext): Bound {
  elementsOf(node)
  const own = node.inputs.length
  const types = node.inputs.map((input) => {
    const { type } = input ?? node.invalid('expected every input')
    return anyType.find((element) => sequenceOf(element) === type) ?? type
  })
  const isSequence = node.inputs.map((input, i) => input!.type !== types[i])
  const body = node.subgraph('body', types)
  const made = body.types.map((type) =>
    isTensorType(type) ? type : node.invalid('expected a body that makes tensors'),
  )
  return {
    types: made.map(sequenceOf),
    run(inputs): readonly Value[] {
      const captured = inputs.slice(own)
      const count = tensorsIn(inputs[0]!).length
      if (inputs.slice(0, own).some((input, i) => isSequence[i] && tensorsIn(input).length !== count)) {
        node.refuse(`expected sequences of ${count} tensors`)
      }
      const results: Tensor[][] = made.map(() => [])
      for (let at = 0; at < count; at++) {
        node.charge(own + 1)
        const given = inputs.slice(0, own).map((input, i): Value => (isSequence[i] ? tensorsIn(input)[at]! : input))
        body.run(given, captured).forEach((value, j) => results[j]!.push(value as Tensor))
      }
      return results
    },
  }
}

export const sequenceMap: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SequenceMap',
  since: 17,
  inputs: [1, Infinity],
  bind,
})
