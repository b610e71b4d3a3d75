import { generator, mutateBytes, pick, type Random } from '../attacks/mutate.js'

export { generator }

/** One field of a protobuf message; what reads as a message whole is one. */
interface Field {
  readonly field: number
  readonly wire: number
  readonly value: bigint | Uint8Array | Field[]
}

function readVarint(bytes: Uint8Array, at: number): readonly [value: bigint, next: number] | null {
  let value = 0n
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return null
    value |= BigInt(byte & 127) << BigInt(7 * i)
    if (byte < 128) return [value, at + i + 1]
  }
  return null
}

/** The fields of a message, or null for what is none. */
function parse(bytes: Uint8Array): Field[] | null {
  const fields: Field[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = readVarint(bytes, at)
    if (tag === null || tag[0] >> 3n === 0n || tag[0] > 0xffffn) return null
    const [field, wire] = [Number(tag[0] >> 3n), Number(tag[0] & 7n)]
    at = tag[1]
    if (wire === 0 || wire === 2) {
      const number = readVarint(bytes, at)
      if (number === null) return null
      at = number[1]
      if (wire === 0) {
        fields.push({ field, wire, value: number[0] })
        continue
      }
      const end = at + Number(number[0])
      if (end > bytes.length) return null
      const inner = bytes.slice(at, end)
      // Short texts often look like messages, and are better left as texts.
      fields.push({ field, wire, value: (inner.length > 3 && parse(inner)) || inner })
      at = end
    } else if (wire === 1 || wire === 5) {
      const size = wire === 1 ? 8 : 4
      if (at + size > bytes.length) return null
      fields.push({ field, wire, value: bytes.slice(at, at + size) })
      at += size
    } else return null
  }
  return fields
}

function putVarint(to: number[], value: bigint): void {
  let rest = BigInt.asUintN(64, value)
  while (rest > 127n) {
    to.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  to.push(Number(rest))
}

/** The bytes of fields; `lie` is asked for the length that is written of each. */
function encode(fields: readonly Field[], lie: (length: number) => number): number[] {
  const bytes: number[] = []
  for (const { field, wire, value } of fields) {
    putVarint(bytes, BigInt(field * 8 + wire))
    if (typeof value === 'bigint') putVarint(bytes, value)
    else {
      const inner = Array.isArray(value) ? encode(value, lie) : Array.from(value)
      if (wire === 2) putVarint(bytes, BigInt(lie(inner.length)))
      for (const byte of inner) bytes.push(byte)
    }
  }
  return bytes
}

/** Every list of fields in a message, with itself. */
function lists(fields: Field[]): Field[][] {
  return [fields, ...fields.flatMap(({ value }) => (Array.isArray(value) ? lists(value) : []))]
}

const numbers = [0n, 1n, 2n, 3n, 7n, 8n, 11n, 127n, 128n, 255n, 65536n, 1n << 31n, (1n << 31n) - 1n, 1n << 32n]
const wide = [1n << 53n, (1n << 53n) + 1n, 1n << 62n, (1n << 63n) - 1n, 1n << 63n, -1n, -2n, -128n, -(1n << 31n)]

/** A field with lists of its own, so that nothing comes to hold itself. */
function copyOf(field: Field): Field {
  return Array.isArray(field.value) ? { ...field, value: field.value.map(copyOf) } : field
}

/** Changes one thing in place. */
function change(root: Field[], random: Random): void {
  const all = lists(root)
  const list = pick(random, all)
  if (list.length === 0) return
  const at = random(list.length)
  const field = list[at]!
  const filled = all.filter(({ length }) => length > 0)
  const other = copyOf(pick(random, pick(random, filled)))
  switch (random(10)) {
    case 0:
      list.splice(at, 1)
      return
    case 1:
      list.splice(random(list.length + 1), 0, copyOf(field))
      return
    case 2:
      list.splice(at, 0, other)
      return
    case 3:
      list.splice(at, 1, ...list.splice(random(list.length), 1, field))
      return
    case 4:
      list[at] = { ...field, field: 1 + random(26) }
      return
    case 5:
      list[at] = { ...field, value: other.wire === field.wire ? other.value : field.value }
      return
    case 6:
      list[at] = { ...field, wire: 0, value: pick(random, random(2) === 0 ? numbers : wide) }
      return
    default:
      changeValue(list, at, root, random)
  }
}

/** A number becomes another, a text or other bytes those of some other field, or a few bits change. */
function changeValue(list: Field[], at: number, root: Field[], random: Random): void {
  const field = list[at]!
  if (typeof field.value === 'bigint') {
    const near = random(2) === 0 ? 1n : -1n
    list[at] = { ...field, value: random(3) === 0 ? field.value + near : pick(random, [...numbers, ...wide]) }
  } else if (!Array.isArray(field.value)) {
    const texts = lists(root).flatMap((each) => each.filter(({ value }) => value instanceof Uint8Array))
    const value = random(2) === 0 ? pick(random, texts).value : mutateBytes(field.value, random)
    list[at] = { ...field, value: field.wire === 2 ? value : field.value.map((byte) => byte ^ random(256)) }
  }
}

/** A model with a few things changed: its fields, lengths that lie, bytes, or its end cut off. */
export function mutateModel(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random(10)
  if (kind === 0) return mutateBytes(bytes, random)
  if (kind === 1) return bytes.slice(0, random(bytes.length))
  const fields = parse(bytes)!
  for (let left = 1 + random(3); left > 0; left--) change(fields, random)
  const lies = kind === 2
  return Uint8Array.from(
    encode(fields, (length) =>
      lies && random(12) === 0 ? pick(random, [0, length + 1, length - 1, 2 ** 31, 2 ** 40]) : length,
    ),
  )
}
