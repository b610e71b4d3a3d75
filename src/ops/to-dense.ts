import { defineOp, type Op } from './op.js'

/** to_dense, version 1: sparse rows as numbers; `y[i] = x[i]` where the row has it, else 0. */
export const toDense: Op = /* @__PURE__ */ defineOp({
  name: 'to_dense',
  version: 1,
  inputs: [{ kinds: ['sparse'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: {},
  bind(_, [{ width }]) {
    return {
      outputs: [{ kind: 'number', width }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const to = y.offset + row * y.stride
          const { indices, values } = x.data[x.offset + row * x.stride]!
          y.data.fill(0, to, to + width)
          for (let k = 0; k < indices.length; k++) y.data[to + indices[k]!] = values[k]!
        }
      },
    }
  },
})
