import { bool, integer } from '../json/shape.js'
import { murmurHash3 } from '../text/murmur-hash.js'
import { defineOp, type Op } from './op.js'
import { createCounter } from './sparse-counts.js'

/**
 * hashing_vector, version 1
 *
 *     h = MurmurHash3 (x86, 32 bits, seed 0) of the token's UTF-8, signed;  y[|h| mod features] += sign
 *
 * sign is 1, or with `alternate_sign` -1 where h < 0; h = -2^31 counts as 2^31 mod features. With `binary` every cell that a
 * token fell on is 1. Null refuses the row.
 */
export const hashingVector: Op = /* @__PURE__ */ defineOp({
  name: 'hashing_vector',
  version: 1,
  inputs: [{ kinds: ['tokens'], width: 1 }],
  outputs: [{ kinds: ['sparse'] }],
  attrs: { features: /* @__PURE__ */ integer(1, 0x7fff_ffff), alternate_sign: bool, binary: bool },
  bind({ features, alternate_sign: alternate, binary }) {
    const counter = createCounter()
    return {
      outputs: [{ kind: 'sparse', width: features }],
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const tokens = x.data[x.offset + row * x.stride]!
          if (tokens === null) reject(row, 'tokens', tokens)
          else {
            for (let i = 0; i < tokens.length; i++) {
              const hash = murmurHash3(tokens[i]!)
              counter.add(Math.abs(hash) % features, alternate && hash < 0 ? -1 : 1)
            }
          }
          const counts = counter.take()
          if (binary) counts.values.fill(1)
          y.data[y.offset + row * y.stride] = counts
        }
      },
    }
  },
})
