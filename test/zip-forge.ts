import { crc32 } from 'node:zlib'

/** The fields of an entry's two headers, each at its right value unless given; `local` differs from the central ones. */
export interface ForgedEntry {
  name: string | Uint8Array
  /** What lies between the local header and the next thing. */
  data?: Uint8Array
  madeBy?: number
  needed?: number
  flags?: number
  method?: number
  time?: number
  date?: number
  crc?: number
  compressedSize?: number
  size?: number
  nameSize?: number
  extra?: Uint8Array
  comment?: Uint8Array
  disk?: number
  internal?: number
  external?: number
  offset?: number
  signature?: number
  local?: Partial<Omit<ForgedEntry, 'local'>>
  /** Bytes between this entry's data and what follows. */
  gap?: Uint8Array
}

export interface ForgedEnd {
  signature?: number
  disk?: number
  directoryDisk?: number
  count?: number
  total?: number
  size?: number
  start?: number
  commentSize?: number
}

export interface Forgery {
  prefix?: Uint8Array
  end?: ForgedEnd
  /** Bytes between the central directory and the end record. */
  beforeEnd?: Uint8Array
  suffix?: Uint8Array
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function u16(...values: number[]): number[] {
  return values.flatMap((value) => [value & 255, (value >>> 8) & 255])
}

function u32(...values: number[]): number[] {
  return values.flatMap((value) => u16(value & 0xffff, value >>> 16))
}

function shared(entry: ForgedEntry, name: Uint8Array, data: Uint8Array): number[] {
  return [
    ...u16(entry.needed ?? 20, entry.flags ?? 0, entry.method ?? 0, entry.time ?? 0, entry.date ?? 0x21),
    ...u32(entry.crc ?? crc32(data), entry.compressedSize ?? data.length, entry.size ?? data.length),
    ...u16(entry.nameSize ?? name.length, entry.extra?.length ?? 0),
  ]
}

/** An archive made field by field, so that each can be wrong. */
export function forge(entries: readonly ForgedEntry[], forgery: Forgery = {}): Uint8Array {
  const bytes: number[] = [...(forgery.prefix ?? [])]
  const central: number[] = []
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? utf8(entry.name) : entry.name
    const data = entry.data ?? new Uint8Array()
    const local = { ...entry, signature: 0x04034b50, ...entry.local }
    const localName = typeof local.name === 'string' ? utf8(local.name) : local.name
    central.push(...u32(entry.signature ?? 0x02014b50), ...u16(entry.madeBy ?? 0x0314), ...shared(entry, name, data))
    central.push(...u16(entry.comment?.length ?? 0, entry.disk ?? 0, entry.internal ?? 0))
    central.push(...u32(entry.external ?? 0o100644 * 0x10000, entry.offset ?? bytes.length))
    central.push(...name, ...(entry.extra ?? []), ...(entry.comment ?? []))
    bytes.push(...u32(local.signature), ...shared(local, localName, data), ...localName, ...(local.extra ?? []))
    for (const part of [data, entry.gap ?? []]) for (const byte of part) bytes.push(byte)
  }
  const { end = {} } = forgery
  const start = bytes.length
  bytes.push(...central, ...(forgery.beforeEnd ?? []))
  bytes.push(...u32(end.signature ?? 0x06054b50), ...u16(end.disk ?? 0, end.directoryDisk ?? 0))
  bytes.push(...u16(end.count ?? entries.length, end.total ?? entries.length))
  bytes.push(...u32(end.size ?? central.length, end.start ?? start), ...u16(end.commentSize ?? 0))
  return Uint8Array.from([...bytes, ...(forgery.suffix ?? [])])
}
