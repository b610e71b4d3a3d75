import { marker, matcher } from './marker.js'
import { defineOp, type Op } from './op.js'

/** missing_indicator, version 1: `y[i] = x[i] is missing ? 1 : 0`, numbers or strings; missing is what `missing` says, as in impute. */
export const missingIndicator: Op = /* @__PURE__ */ defineOp({
  name: 'missing_indicator',
  version: 1,
  inputs: [{ kinds: ['number', 'string'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { missing: marker },
  bind({ missing }, [{ kind, width }], fail) {
    const isMissing = matcher(missing, kind, fail)
    return {
      outputs: [{ kind: 'number', width }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          for (let i = 0; i < width; i++) y.data[to + i] = isMissing(x.data[from + i]!) ? 1 : 0
        }
      },
    }
  },
})
