import { allocate, elementTypes, type TensorData } from '../../onnx/types.js'
import type { TensorType, Value } from '../backend.js'

/** Buffers that wait for use at most: those of sizes that come no more are let go. */
const MOST = 4

/** The memory of one run of a graph. What its nodes made is used again once no value is in it. */
export interface Recycler {
  /** New elements, all 0 or ''. */
  take<T extends TensorType>(type: T, count: number): TensorData[T]
  /**
   * Takes back the memory of a value that has left its slot, unless this run has not made it, or a value in the slots is in it too.
   * Answers whether it did.
   */
  giveBack(value: Value, slots: readonly (Value | null)[]): boolean
}

/** `least` is the size in bytes below which memory is made anew: to clear it takes no less. */
export function newRecycler(least: number = 65_536): Recycler {
  const made = new WeakSet<ArrayBufferLike>()
  const free: ArrayBufferLike[] = []
  return {
    take<T extends TensorType>(type: T, count: number): TensorData[T] {
      const { array } = elementTypes[type]
      const size = count * (array?.BYTES_PER_ELEMENT ?? 0)
      const found = size < least ? -1 : free.findLastIndex(({ byteLength }) => byteLength === size)
      if (found < 0) {
        const data = allocate(type, count)
        if (size >= least) made.add((data as Uint8Array).buffer)
        return data
      }
      const buffer = free.splice(found, 1)[0]!
      new Uint8Array(buffer).fill(0)
      return new (array as unknown as new (of: ArrayBufferLike) => TensorData[T])(buffer)
    },
    giveBack(value, slots) {
      // Asking a short array for its buffer would move it out of the heap.
      if (!('data' in value) || value.data.length * 8 < least) return false
      const buffer = bufferOf(value)
      if (buffer === null || !made.has(buffer) || slots.some((other) => other !== null && isIn(other, buffer)))
        return false
      if (free.push(buffer) > MOST) free.shift()
      return true
    },
  }
}

/** What the elements of a tensor are in; null for strings and for what is no tensor. */
function bufferOf(value: Value): ArrayBufferLike | null {
  return 'data' in value && 'buffer' in value.data ? value.data.buffer : null
}

function isIn(value: Value, buffer: ArrayBufferLike): boolean {
  return Array.isArray(value) ? value.some((item: Value) => isIn(item, buffer)) : bufferOf(value) === buffer
}
