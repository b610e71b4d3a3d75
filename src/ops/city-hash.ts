import { cityHash64 } from '../text/city-hash.js'
import { defineOp, type Op } from './op.js'

/**
 * city_hash, version 1: y[i] is the low 32 bits of CityHash64 (version 1.0) of the UTF-8 of x[i], as CatBoost takes of a category;
 * null refuses the row.
 */
export const cityHash: Op = /* @__PURE__ */ defineOp({
  name: 'city_hash',
  version: 1,
  inputs: [{ kinds: ['string'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: {},
  bind(_attrs, [{ width }]) {
    return {
      outputs: [{ kind: 'number', width }],
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          for (let i = 0; i < width; i++) {
            const text = x.data[x.offset + row * x.stride + i]!
            if (text === null) reject(row, 'text', text)
            y.data[y.offset + row * y.stride + i] = Number(cityHash64(text ?? '') & 0xffff_ffffn)
          }
        }
      },
    }
  },
})
