import { integer } from '../json/shape.js'
import { md5 } from '../text/md5.js'
import { defineOp, type Op } from './op.js'

/**
 * md5_hash, version 1: y[k] is how many cells of the row have k = h mod features, where h is the MD5 of the cell's UTF-8 as a
 * big-endian integer. Null is not counted.
 */
export const md5Hash: Op = /* @__PURE__ */ defineOp({
  name: 'md5_hash',
  version: 1,
  inputs: [{ kinds: ['string'] }],
  outputs: [{ kinds: ['number'] }],
  attrs: { features: /* @__PURE__ */ integer(1, 0x7fff_ffff) },
  bind({ features }, [{ width }]) {
    return {
      outputs: [{ kind: 'number', width: features }],
      run([x], [y], rows) {
        for (let row = 0; row < rows; row++) {
          const to = y.offset + row * y.stride
          y.data.fill(0, to, to + features)
          for (let i = 0; i < width; i++) {
            const text = x.data[x.offset + row * x.stride + i]!
            if (text === null) continue
            let place = 0
            for (const byte of md5(text)) place = (place * 256 + byte) % features
            y.data[to + place]!++
          }
        }
      },
    }
  },
})
