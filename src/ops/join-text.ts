import { values } from '../json/shape.js'
import { defineOp, type Op } from './op.js'
import { textsOf } from './text-tables.js'

/**
 * join_text, version 1: y = texts[0] + x[0] + texts[1] + x[1] + ... + texts[width], the cells of a row with a text before each
 * and one at the end. From left to right, the first null makes null, and the first excess of the limit on texts refuses the row.
 */
export const joinText: Op = /* @__PURE__ */ defineOp({
  name: 'join_text',
  version: 1,
  inputs: [{ kinds: ['string'] }],
  outputs: [{ kinds: ['string'] }],
  attrs: { texts: /* @__PURE__ */ values({ distinct: false }) },
  bind({ texts: given }, [{ width }], fail, _widths, _at, { text: most }) {
    const texts = textsOf(given, ['attrs', 'texts'], fail)
    if (texts.length !== width + 1) fail(['attrs', 'texts'], `expected ${width + 1} texts, got ${texts.length}`)
    return {
      outputs: [{ kind: 'string', width: 1 }],
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          let result: string | null = texts[0]!
          for (let i = 0; i < width && result !== null; i++) {
            const cell = x.data[from + i]!
            result = cell === null ? null : result + cell + texts[i + 1]!
            if (result !== null && result.length > most) {
              reject(row, `a result of at most ${most} characters`, cell)
              result = null
            }
          }
          y.data[y.offset + row * y.stride] = result
        }
      },
    }
  },
})
