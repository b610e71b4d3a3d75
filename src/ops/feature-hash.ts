import { bool, integer, strings } from '../json/shape.js'
import { murmurHash3 } from '../text/murmur-hash.js'
import { defineOp, type Op } from './op.js'
import { createCounter } from './sparse-counts.js'

/**
 * feature_hash, version 1: named cells, cell k of all inputs under `names[k]`, to one sparse row.
 *
 *     a number x: t = names[k], v = x;   a string x: t = names[k] + '=' + x, v = 1;   h = murmurHash3(t)
 *     y[|h| mod features] += alternate_sign and h < 0 ? -v : v
 *
 * in the order of the cells. Null and ±0 say nothing; NaN is a number. Cells whose sum is 0 are held.
 */
export const featureHash: Op = /* @__PURE__ */ defineOp({
  name: 'feature_hash',
  version: 1,
  inputs: [{ kinds: ['number', 'string'], rest: true }],
  outputs: [{ kinds: ['sparse'] }],
  attrs: {
    features: /* @__PURE__ */ integer(1, 0x7fff_ffff),
    alternate_sign: bool,
    names: /* @__PURE__ */ strings({ nulls: false, min: 0 }),
  },
  bind({ features, alternate_sign: alternate, names }, types, fail) {
    const cells = types.reduce((sum, { width }) => sum + width, 0)
    if (names.length !== cells) fail(['attrs', 'names'], `expected ${cells} names, got ${names.length}`)
    const hashes = Int32Array.from(names, murmurHash3)
    const counter = createCounter()
    const add = (hash: number, value: number): void => {
      counter.add(Math.abs(hash) % features, alternate && hash < 0 ? -value : value)
    }
    return {
      outputs: [{ kind: 'sparse', width: features }],
      steps: names.reduce((sum, name) => sum + name.length, cells),
      run(inputs, [y], rows) {
        for (let row = 0; row < rows; row++) {
          let k = 0
          for (const x of inputs) {
            for (let i = 0; i < x.width; i++, k++) {
              const value = x.data[x.offset + row * x.stride + i]!
              if (typeof value === 'string') add(murmurHash3(`${names[k]!}=${value}`), 1)
              else if (value !== null && value !== 0) add(hashes[k]!, value)
            }
          }
          y.data[y.offset + row * y.stride] = counter.take()
        }
      },
    }
  },
})
