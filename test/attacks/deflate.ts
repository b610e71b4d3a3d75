import { crc32, deflateRawSync } from 'node:zlib'
import { forge, type ForgedEntry } from '../zip-forge.js'
import { concatBytes, utf8, type Attack } from './attack.js'
import { entries, manifestOf } from './base.js'

function deflated(name: string, content: Uint8Array, change: Partial<ForgedEntry> = {}): ForgedEntry {
  const data = new Uint8Array(deflateRawSync(content, { level: 9 }))
  return { name, data, method: 8, size: content.length, crc: crc32(content), ...change }
}

/** The base bundle with other content of graph.json, forged; the manifest fits what it would be inflated to. */
function graph(content: Uint8Array, change: Partial<ForgedEntry> = {}): Uint8Array {
  const all = new Map([...entries, ['graph.json', content]])
  all.set(
    'bundle.json',
    manifestOf(all, (manifest) => {
      const listed = manifest.entries as { name: string; size: number }[]
      for (const entry of listed) if (entry.name === 'graph.json') entry.size = change.size ?? entry.size
    }),
  )
  return forge(
    [...all].map(([name, data]) => (name === 'graph.json' ? deflated(name, content, change) : { name, data })),
  )
}

const content = entries.get('graph.json')!
const stream = new Uint8Array(deflateRawSync(content))

/** The base bundle with these further entries of zeros, deflated and listed. */
function zeros(...sizes: readonly number[]): Uint8Array {
  const more = sizes.map((size, i): [string, Uint8Array] => [`extra/zeros${i}`, new Uint8Array(size)])
  const all = new Map([...entries, ...more])
  all.set('bundle.json', manifestOf(all))
  return forge([...all].map(([name, data]) => (name.startsWith('extra/zeros') ? deflated(name, data) : { name, data })))
}

const damaged = { code: 'ERR_ZIP_DATA', at: 'graph.json' } as const

export const deflateAttacks: readonly Attack[] = [
  { name: 'Wrong CRC-32', tries: 'other bytes than declared', ...damaged, make: () => graph(content, { crc: 1 }) },
  {
    name: 'Bytes after the deflate stream',
    tries: 'hides bytes inside of an entry',
    ...damaged,
    make: () => graph(content, { data: concatBytes(stream, utf8('x')) }),
  },
  {
    name: 'Deflate stream cut short',
    tries: 'reads past the end of the data',
    ...damaged,
    make: () => graph(content, { data: stream.slice(0, -1) }),
  },
  {
    name: 'More than the declared size',
    tries: 'a bomb behind a small number',
    ...damaged,
    make: () => graph(content, { size: content.length - 1 }),
  },
  {
    name: 'Less than the declared size',
    tries: 'bytes that nobody wrote',
    ...damaged,
    make: () => graph(content, { size: content.length + 1 }),
  },
  {
    name: 'Distance beyond the start',
    tries: 'reads what was in memory before',
    ...damaged,
    // A final block with the fixed code: length 3, distance 1, then the end of the block.
    make: () => graph(content, { data: Uint8Array.of(0x03, 0x02, 0x00) }),
  },
  {
    name: 'Reserved block type',
    tries: 'a decoder without a case for it',
    ...damaged,
    make: () => graph(content, { data: Uint8Array.of(0x07, 0x00) }),
  },
  {
    name: 'Stored block with two lengths',
    tries: 'a length that is not checked',
    ...damaged,
    make: () => graph(content, { data: Uint8Array.of(0x01, 0x05, 0x00, 0x00, 0x00) }),
  },
  {
    name: 'Bomb by its ratio',
    tries: 'memory out of few bytes',
    code: 'ERR_LIMIT',
    at: 'extra/zeros0',
    make: () => zeros(4_000_000),
  },
  {
    name: 'Bomb by one size',
    tries: 'an entry larger than allowed',
    code: 'ERR_LIMIT',
    at: 'extra/zeros0',
    make: () => zeros(1_000_001),
    options: { limits: { ratio: 1e6, entry: 1_000_000 } },
  },
  {
    name: 'Bomb by the total',
    tries: 'many entries that are each allowed',
    code: 'ERR_LIMIT',
    at: 'extra/zeros3',
    make: () => zeros(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000),
    options: { limits: { ratio: 1e6, total: 3_500_000 } },
  },
  {
    name: 'Declared size of 4 GB',
    tries: 'memory for a number in a header',
    code: 'ERR_LIMIT',
    at: 'graph.json',
    make: () => graph(content, { size: 0xfffffffe }),
  },
]
