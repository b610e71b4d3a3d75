import { mismatch } from '../errors.js'

/** Bytes before `next` are used up but for the lowest `count` bits of `hold`; zeros follow the last byte. */
export interface BitInput {
  readonly data: Uint8Array
  readonly at: string
  next: number
  hold: number
  count: number
}

/** Throws ERR_ZIP_DATA. */
export function refuse(reason: string, at: string): never {
  mismatch('ERR_ZIP_DATA', 'a deflate stream', reason, at)
}

/** Makes 15 bits available. With 16 bits of zeros already taken up, needing more means that the stream is cut short. */
export function fill(input: BitInput): void {
  if (input.count > 15) return
  if (input.next > input.data.length + 1) refuse('one that is cut short', input.at)
  input.hold |= (input.data[input.next]! | (input.data[input.next + 1]! << 8)) << input.count
  input.next += 2
  input.count += 16
}

/** The next bits, at most 15, the lowest first. */
export function take(input: BitInput, bits: number): number {
  fill(input)
  const value = input.hold & ((1 << bits) - 1)
  input.hold >>>= bits
  input.count -= bits
  return value
}

/** Goes back to the first whole byte that no bit was taken from. */
export function align(input: BitInput): void {
  input.next -= input.count >> 3
  input.hold = input.count = 0
}
