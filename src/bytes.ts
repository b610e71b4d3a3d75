/**
 * Copies the bytes of numbers of `size` bytes each, little-endian on one side and as this host's memory has them on the other:
 * either way is the same.
 */
export function copyLittleEndian(from: Uint8Array, to: Uint8Array, size: number): void {
  to.set(from)
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return
  for (let i = 0; i < to.length; i += size) to.subarray(i, i + size).reverse()
}

/** The memory of a typed array. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** What kind of object a value is, of whatever realm. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value)
}

/** Whether a value is a Uint8Array, of whatever realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && tagOf(value) === '[object Uint8Array]'
}
