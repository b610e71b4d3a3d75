import { integer } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * ngrams, version 1: every run of `min` to `max` tokens, joined by a space, the shortest first. Null stays null. More tokens
 * than the limit allows refuse the row.
 */
export const ngrams: Op = /* @__PURE__ */ defineOp({
  name: 'ngrams',
  version: 1,
  inputs: [{ kinds: ['tokens'], width: 1 }],
  outputs: [{ kinds: ['tokens'] }],
  attrs: { min: /* @__PURE__ */ integer(1, 64), max: /* @__PURE__ */ integer(1, 64) },
  bind({ min, max }, _, fail, _widths, _at, { tokens: most }) {
    if (max < min) fail(['attrs', 'max'], `expected at least ${min}, got ${max}`)
    return {
      outputs: [{ kind: 'tokens', width: 1 }],
      text: { does: 'runs', min, max },
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const tokens = x.data[x.offset + row * x.stride]!
          const fits = tokens === null || tokens.length * (max - min + 1) <= most
          if (!fits) reject(row, `at most ${most} tokens`, tokens.length)
          y.data[y.offset + row * y.stride] = tokens && fits ? runsOf(tokens, min, max) : null
        }
      },
    }
  },
})

function runsOf(tokens: readonly string[], min: number, max: number): readonly string[] {
  if (max === 1) return tokens
  const runs: string[] = []
  for (let n = min; n <= Math.min(max, tokens.length); n++) {
    for (let i = 0; i + n <= tokens.length; i++) {
      let run = tokens[i]!
      for (let k = 1; k < n; k++) run += ` ${tokens[i + k]!}`
      runs.push(run)
    }
  }
  return runs
}
