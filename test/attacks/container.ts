import { forge, type ForgedEntry, type Forgery } from '../zip-forge.js'
import { concatBytes, utf8, type Attack } from './attack.js'
import { base, entries } from './base.js'

/** The base bundle's entries, stored, ready to be forged. */
export function stored(): ForgedEntry[] {
  return [...entries].map(([name, data]) => ({ name, data }))
}

/** The base bundle with one more entry of this name, which the manifest does not list. */
function named(name: string | Uint8Array): Uint8Array {
  return forge([...stored(), { name, data: utf8('x') }])
}

/** The base bundle with one entry's headers changed. */
function headers(name: string, change: Partial<ForgedEntry>): Uint8Array {
  return forge(stored().map((entry) => (entry.name === name ? { ...entry, ...change } : entry)))
}

function forged(forgery: Forgery): Uint8Array {
  return forge(stored(), forgery)
}

const invalid = { code: 'ERR_ZIP_INVALID', at: '' } as const
const invalidEntry = { code: 'ERR_ZIP_INVALID', at: 'graph.json' } as const
const unsupported = { code: 'ERR_ZIP_UNSUPPORTED', at: '' } as const
const unsupportedEntry = { code: 'ERR_ZIP_UNSUPPORTED', at: 'graph.json' } as const
const badName = { code: 'ERR_ZIP_NAME', at: '' } as const
const endRecord = forge(stored()).slice(-22)

/** The size of graph.json and of the local headers and data before it. */
const graphSize = entries.get('graph.json')!.length

/** Names that would reach another place, or a device, when unpacked. */
const names: readonly (readonly [string, string, string | Uint8Array])[] = [
  ['Traversal', 'writes beside the folder that it is unpacked to', '../evil'],
  ['Traversal inside a folder', 'the same from an allowed folder', 'extra/../../evil'],
  ['Traversal by a dot', 'a second spelling of a name', 'extra/./a'],
  ['Absolute name', 'writes anywhere', '/etc/passwd'],
  ['Drive letter', 'writes anywhere on Windows', 'C:/evil'],
  ['Backslashes', 'traversal that only Windows sees', 'extra\\..\\..\\evil'],
  ['Share', 'reaches another machine', '//host/share'],
  ['NUL in a name', 'a name that ends earlier for others', 'extra/a\0.txt'],
  ['Device name', 'opens a device on Windows', 'extra/CON'],
  ['Device name with an extension', 'the same, less plain', 'extra/nul.tar.gz'],
  ['Directory entry', 'an entry that is a folder', 'extra/folder/'],
  ['Dot at the end', 'a second spelling on Windows', 'extra/a.'],
  ['Hidden file', 'an entry that listings hide', 'extra/.a'],
  ['Alternate stream', 'a stream of another file', 'extra/a:b'],
  ['`__proto__` as an entry', 'changes the prototype of an index of entries', '__proto__'],
  ['Name beyond ASCII', 'a name that looks like another', 'extra/\u0430'],
  ['Bytes that are no UTF-8', 'a name without a text', Uint8Array.of(...utf8('extra/'), 0xff)],
  ['Name of 65,000 bytes', 'memory, and limits of others', 'extra/' + 'a'.repeat(65_000)],
  ['Empty name', 'an entry without a name', ''],
]

export const containerAttacks: readonly Attack[] = [
  ...names.map(([name, tries, text]): Attack => ({ name, tries, ...badName, make: () => named(text) })),
  {
    name: 'Name twice',
    tries: 'one reader takes the first, another the second',
    code: 'ERR_ZIP_NAME',
    at: 'graph.json',
    make: () => forge([...stored(), { name: 'graph.json', data: entries.get('graph.json')! }]),
  },
  {
    name: 'Case twins',
    tries: 'one file overwrites another where case does not count',
    code: 'ERR_ZIP_NAME',
    at: 'extra/NOTES.txt',
    make: () => forge([...stored(), { name: 'extra/NOTES.txt', data: utf8('other') }]),
  },
  {
    name: 'Overlap',
    tries: 'two entries share their bytes: a bomb without much data',
    ...invalidEntry,
    make: () => headers('graph.json', { offset: 0 }),
  },
  {
    name: 'Offset into data',
    tries: 'a local header inside of another entry',
    ...invalidEntry,
    make: () => headers('graph.json', { offset: 40 }),
  },
  {
    name: 'Gap',
    tries: 'hides bytes between entries',
    code: 'ERR_ZIP_INVALID',
    at: 'models/main.onnx',
    make: () => headers('graph.json', { gap: utf8('hidden') }),
  },
  {
    name: 'Gap before the directory',
    tries: 'hides bytes after the last entry',
    ...invalid,
    make: () => headers('tensors.safetensors', { gap: utf8('hidden') }),
  },
  {
    name: 'Prefix',
    tries: 'a program in front of the archive',
    code: 'ERR_ZIP_INVALID',
    at: 'bundle.json',
    make: () => forged({ prefix: utf8('MZ') }),
  },
  {
    name: 'Prefix that offsets do not count',
    tries: 'the same, as self-extracting archives have it',
    ...invalid,
    make: () => concatBytes(utf8('#!/bin/sh\n'), base),
  },
  { name: 'Trailing bytes', tries: 'hides bytes at the end', ...invalid, make: () => concatBytes(base, utf8('x')) },
  {
    name: 'Comment with a fake end record',
    tries: 'two readers find two directories',
    ...invalid,
    make: () => forged({ end: { commentSize: 22 }, suffix: endRecord }),
  },
  {
    name: 'Second end record before the last',
    tries: 'readers that search forward find another directory',
    ...invalid,
    make: () => forged({ beforeEnd: endRecord }),
  },
  {
    name: 'Entry comment',
    tries: 'hides bytes in the directory',
    ...invalidEntry,
    make: () => headers('graph.json', { comment: utf8('hidden') }),
  },
  {
    name: 'Extra field',
    tries: 'another name or size beside the real one',
    ...unsupportedEntry,
    make: () => headers('graph.json', { extra: Uint8Array.of(0x75, 0x70, 1, 0, 1) }),
  },
  {
    name: 'Central size that lies',
    tries: 'more bytes than the local header says',
    ...invalidEntry,
    make: () => headers('graph.json', { local: { size: graphSize - 1 } }),
  },
  {
    name: 'Local name that lies',
    tries: 'readers of local headers see another entry',
    ...invalidEntry,
    make: () => headers('graph.json', { local: { name: 'grapH.json' } }),
  },
  {
    name: 'Both sizes lie',
    tries: 'reads into the next entry',
    code: 'ERR_ZIP_INVALID',
    at: 'models/main.onnx',
    make: () => headers('graph.json', { size: graphSize + 4, compressedSize: graphSize + 4 }),
  },
  {
    name: 'Size beyond the archive',
    tries: 'reads past the end',
    ...invalidEntry,
    make: () => headers('graph.json', { size: 0x7fffffff, compressedSize: 0x7fffffff }),
    options: { limits: { entry: 2 ** 32, json: 2 ** 32, total: 2 ** 33 } },
  },
  {
    name: 'Data descriptor',
    tries: 'sizes that are only known after the data',
    ...unsupportedEntry,
    make: () => headers('graph.json', { flags: 8 }),
  },
  {
    name: 'Encryption flag',
    tries: 'bytes that some readers take for plain',
    ...unsupportedEntry,
    make: () => headers('graph.json', { flags: 1 }),
  },
  {
    name: 'Unknown method',
    tries: 'another decoder',
    ...unsupportedEntry,
    make: () => headers('graph.json', { method: 12 }),
  },
  {
    name: 'Zip64 marker of the directory',
    tries: 'sizes that stand elsewhere',
    ...unsupported,
    make: () => forged({ end: { count: 0xffff, total: 0xffff } }),
  },
  {
    name: 'Zip64 marker of an entry',
    tries: 'the same for one entry',
    ...unsupportedEntry,
    make: () => headers('graph.json', { size: 0xffffffff }),
  },
  {
    name: 'Several disks',
    tries: 'parts that are elsewhere',
    ...unsupported,
    make: () => forged({ end: { disk: 1 } }),
  },
  {
    name: 'Symbolic link',
    tries: 'a link out of the folder',
    ...invalidEntry,
    make: () => headers('graph.json', { external: 0o120777 * 0x10000 }),
  },
  {
    name: 'Directory by attribute',
    tries: 'an entry with content that is a folder',
    ...invalidEntry,
    make: () => headers('graph.json', { external: 0o040755 * 0x10000 }),
  },
  {
    name: 'Set-uid',
    tries: 'a program with the rights of another',
    ...invalidEntry,
    make: () => headers('graph.json', { external: 0o104755 * 0x10000 }),
  },
  {
    name: 'Count that lies upward',
    tries: 'headers that are not there',
    ...invalid,
    make: () => forged({ end: { count: 60_000, total: 60_000 } }),
    options: { limits: { entries: 65_536 } },
  },
  {
    name: 'Count that lies downward',
    tries: 'an entry that only others see',
    ...invalid,
    make: () => forged({ end: { count: 2, total: 2 } }),
  },
  {
    name: 'No manifest first',
    tries: 'another reading order',
    code: 'ERR_ZIP_INVALID',
    at: 'graph.json',
    make: () => forge([...stored()].reverse().sort((a) => (a.name === 'graph.json' ? -1 : 1))),
  },
  { name: 'Empty file', tries: 'no archive', ...invalid, make: () => new Uint8Array() },
  {
    name: 'Cut short',
    tries: 'half of a download',
    ...invalid,
    make: () => base.slice(0, base.length >> 1),
  },
]
