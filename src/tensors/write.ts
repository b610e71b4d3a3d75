import { bytesOf, copyLittleEndian } from '../bytes.js'
import { BundleError, mismatch, pointer } from '../errors.js'
import { writeJson, type JsonValue } from '../json/canonical.js'
import { arrays, elementCount, type TensorArray } from './dtype.js'

/**
 * Writes a safetensors entry: data in the order of the names by UTF-16 code unit, the header canonical JSON, padded with
 * spaces to a multiple of 8 bytes. Throws ERR_ARGUMENT when a shape does not fit its data or a name is `__metadata__`.
 */
export function writeTensors(tensors: ReadonlyMap<string, TensorArray>): Uint8Array {
  const names = [...tensors.keys()].sort()
  const members: [string, JsonValue][] = []
  let size = 0
  for (const name of names) {
    const { dtype, shape, data } = tensors.get(name)!
    if (name === '__metadata__') throw new BundleError('ERR_ARGUMENT', 'expected a name other than __metadata__', '')
    const count = elementCount(shape)
    if (count !== data.length) {
      mismatch('ERR_ARGUMENT', `${count} elements`, data.length, pointer('', name))
    }
    const end = size + count * arrays[dtype].BYTES_PER_ELEMENT
    members.push([name, { dtype, shape, data_offsets: [size, end] }])
    size = end
  }
  const header = writeJson(Object.fromEntries(members))
  const start = 8 + Math.ceil(header.length / 8) * 8
  const bytes = new Uint8Array(start + size).fill(0x20, 8, start)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true)
  bytes.set(header, 8)
  let position = start
  for (const name of names) {
    const { data } = tensors.get(name)!
    const end = position + data.byteLength
    copyLittleEndian(bytesOf(data), bytes.subarray(position, end), data.BYTES_PER_ELEMENT)
    position = end
  }
  return bytes
}
