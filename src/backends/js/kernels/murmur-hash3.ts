import { bytesOf, copyLittleEndian } from '../../../bytes.js'
import { quote } from '../../../errors.js'
import { isWellFormed } from '../../../characters.js'
import { hashBytes, hashText } from '../../../text/murmur-hash.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/**
 * MurmurHash3 x86_32 of each text's UTF-8 or each number's bytes, little-endian: as uint32, or with `positive` 0 as int32. A lone
 * surrogate has no UTF-8.
 */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['string', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64'])
  const to = node.int('positive', 1) === 0 ? 'int32' : 'uint32'
  const seed = node.int('seed', 0)
  return {
    types: [to],
    run([x]) {
      const { data, dims } = x!
      const out = make(node, to, dims) as { [index: number]: number }
      if (ArrayBuffer.isView(data)) {
        const size = data.BYTES_PER_ELEMENT
        const bytes = new Uint8Array(data.byteLength)
        copyLittleEndian(bytesOf(data), bytes, size)
        for (let i = 0; i < data.length; i++) out[i] = hashBytes(bytes, i * size, (i + 1) * size, seed)
      } else {
        for (let i = 0; i < data.length; i++) {
          const text = data[i]!
          node.charge(text.length)
          if (!isWellFormed(text)) node.refuse(`expected text without lone surrogates, got ${quote(text)}`)
          out[i] = hashText(text, seed)
        }
      }
      return [tensorOf(to, dims, out as never)]
    },
  }
}

export const murmurHash3: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'MurmurHash3',
  since: 1,
  inputs: [1, 1],
  bind,
})
