import { bytesOf, copyLittleEndian } from '../bytes.js'
import { BundleError, mismatch, pointer, quote } from '../errors.js'
import { writeJson, type JsonValue } from '../json/canonical.js'
import { arrays, elementCount, type Dtype, type TensorArray } from './dtype.js'

/** Refuses what only says that it is a tensor: other memory would be written as if it were of the type. */
function checkTensor(tensor: TensorArray, at: string): void {
  const { dtype, shape, data } = Object(tensor) as Partial<TensorArray>
  if (!Object.hasOwn(arrays, dtype!)) {
    mismatch('ERR_ARGUMENT', `a dtype of ${Object.keys(arrays).join(', ')}`, quote(dtype), at)
  }
  const { name } = arrays[dtype as Dtype]
  if (Object.prototype.toString.call(data) !== `[object ${name}]`) {
    mismatch('ERR_ARGUMENT', `a ${name} for ${dtype}`, quote(data), at)
  }
  const count = Array.isArray(shape) ? elementCount(shape) : undefined
  if (count !== data!.length) mismatch('ERR_ARGUMENT', `a shape of ${data!.length} elements`, quote(shape), at)
}

/**
 * Writes a safetensors entry: data in the order of the names by UTF-16 code unit, the header canonical JSON, padded with
 * spaces to a multiple of 8 bytes. Throws ERR_ARGUMENT for another dtype, data of another type, a shape that does not fit its data,
 * and the name `__metadata__`.
 */
export function writeTensors(tensors: ReadonlyMap<string, TensorArray>): Uint8Array {
  const names = [...tensors.keys()].sort()
  const members: [string, JsonValue][] = []
  let size = 0
  for (const name of names) {
    if (name === '__metadata__') throw new BundleError('ERR_ARGUMENT', 'expected a name other than __metadata__', '')
    checkTensor(tensors.get(name)!, pointer('tensors.safetensors#', name))
    const { dtype, shape, data } = tensors.get(name)!
    const end = size + data.byteLength
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
