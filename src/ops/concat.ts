import { copy, view } from '../column.js'
import { defineOp, type Op } from './op.js'

/** concat, version 1: the inputs, all of one kind, side by side in the order given. */
export const concat: Op = /* @__PURE__ */ defineOp({
  name: 'concat',
  version: 1,
  inputs: [{ kinds: ['number', 'string'], rest: true }],
  outputs: [{ kinds: ['number', 'string'] }],
  attrs: {},
  bind(_, inputs, fail) {
    const { kind } = inputs[0]!
    let width = 0
    const slices = inputs.map((input, i) => {
      if (input.kind !== kind) fail(['inputs', i], `expected a ${kind} column like the first, got ${input.kind}`)
      width += input.width
      return width - input.width
    })
    return {
      outputs: [{ kind, width }],
      slices,
      run(columns, [y], rows) {
        for (let i = 0; i < columns.length; i++) {
          const x = columns[i]!
          const at = y.offset + slices[i]!
          if (x.data !== y.data || x.offset !== at) copy(x, view(y, 0, slices[i], x.width), rows)
        }
      },
    }
  },
})
