import type { ColumnType } from '../../column.js'
import { mismatch, pointer } from '../../errors.js'
import type { PlanCall } from '../../graph/plan.js'

/** Lays out a node that calls a model, and checks what feeds it. */
export const planCall: PlanCall = (node, at, { slots, find, add }) => {
  const sources = [...node.inputs].map(([name, ref]) => find(ref, pointer(at, 'inputs', name)))
  const names = [...node.inputs.keys()]
  sources.forEach((slot, i) => {
    const { kind } = slots[slot]!.type
    if (kind !== 'number' && kind !== 'sparse')
      mismatch('ERR_GRAPH_INVALID', 'a number or sparse column', kind, pointer(at, 'inputs', names[i]!))
  })
  const targets = [...node.outputs].map(([key, output]) => {
    const type: ColumnType = { kind: output.type === 'string' ? 'string' : 'number', width: output.width }
    return add(`${node.id}.${key}`, type, pointer(at, 'outputs', key))
  })
  return { id: node.id, bound: null, sources, targets, node, at }
}
