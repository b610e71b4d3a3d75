import { forge } from '../zip-forge.js'
import { utf8, type Attack } from './attack.js'
import { entries, repack, type Json } from './base.js'
import { stored } from './container.js'

interface Listed {
  name: string
  size: number
  sha256: string
  detachable: boolean
}

/** The base bundle with another manifest. */
function manifest(change: (manifest: Json) => void): Uint8Array {
  return repack({}, change)
}

function listed(change: (entries: Listed[]) => void): Uint8Array {
  return manifest((document) => {
    change(document.entries as Listed[])
  })
}

const invalid = (at: string): Pick<Attack, 'code' | 'at'> => ({
  code: 'ERR_MANIFEST_INVALID',
  at: `bundle.json#/${at}`,
})

/** By name: graph.json is listed fourth, models/main.onnx fifth. */
const graphAt = 'entries/3'

export const listingAttacks: readonly Attack[] = [
  {
    name: 'Wrong SHA-256',
    tries: 'another graph under the same manifest',
    code: 'ERR_DIGEST',
    at: 'graph.json',
    make: () =>
      forge(stored().map((e) => (e.name === 'graph.json' ? { ...e, data: flipped(entries.get('graph.json')!) } : e))),
  },
  {
    name: 'Wrong SHA-256 of the golden cases',
    tries: 'other answers under the same manifest, seen when they are replayed',
    code: 'ERR_DIGEST',
    at: 'golden.json',
    make: () =>
      forge(stored().map((e) => (e.name === 'golden.json' ? { ...e, data: flipped(entries.get('golden.json')!) } : e))),
    call: (model) => model.test(),
  },
  {
    name: 'Size that is not the entry\u2019s',
    tries: 'a manifest that lies about sizes',
    ...invalid(`${graphAt}/size`),
    make: () => listed((list) => void (list[3]!.size += 1)),
  },
  {
    name: 'Unlisted entry',
    tries: 'content that the identity does not cover',
    code: 'ERR_ENTRY_UNLISTED',
    at: 'extra/other',
    make: () => forge([...stored(), { name: 'extra/other', data: utf8('x') }]),
  },
  {
    name: 'Missing entry',
    tries: 'a bundle without its model',
    code: 'ERR_ENTRY_MISSING',
    at: 'bundle.json#/entries/4',
    make: () => forge(stored().filter(({ name }) => name !== 'models/main.onnx')),
  },
  {
    name: 'No graph listed',
    tries: 'nothing to run',
    code: 'ERR_ENTRY_MISSING',
    at: 'bundle.json#/entries',
    make: () => repack({}, undefined, ['graph.json']),
  },
  {
    name: 'Entry listed twice',
    tries: 'two digests for one entry',
    ...invalid('entries/4/name'),
    make: () => listed((list) => list.splice(3, 0, { ...list[3]! })),
  },
  {
    name: 'Entries unsorted',
    tries: 'a second manifest for the same content',
    ...invalid('entries/1/name'),
    make: () => listed((list) => list.reverse()),
  },
  {
    name: 'Manifest lists itself',
    tries: 'a digest that can not be',
    ...invalid('entries/1/name'),
    make: () => listed((list) => list.splice(1, 0, { ...list[0]!, name: 'bundle.json' })),
  },
  {
    name: 'Listed name that no entry may have',
    tries: 'a path for whoever trusts the manifest',
    ...invalid('entries/0/name'),
    make: () => listed((list) => list.unshift({ ...list[0]!, name: '../evil', detachable: true })),
  },
  {
    name: '`__proto__` listed',
    tries: 'a prototype as an entry',
    ...invalid('entries/1/name'),
    make: () => listed((list) => list.splice(1, 0, { ...list[0]!, name: '__proto__' })),
  },
  {
    name: 'Detachable graph',
    tries: 'drops what scoring needs',
    ...invalid(`${graphAt}/detachable`),
    make: () => listed((list) => void (list[3]!.detachable = true)),
  },
  {
    name: 'Digest in capitals',
    tries: 'a second text of one digest',
    ...invalid(`${graphAt}/sha256`),
    make: () => listed((list) => void (list[3]!.sha256 = 'A'.repeat(64))),
  },
  {
    name: 'Newer format_version',
    tries: 'rules that this reader does not know',
    code: 'ERR_VERSION',
    at: 'bundle.json#/format_version',
    make: () =>
      manifest((document) => {
        document.format_version = 2
        document.whatever = true
      }),
  },
  {
    name: 'format_version 0',
    tries: 'rules that never were',
    ...invalid('format_version'),
    make: () => manifest((document) => void (document.format_version = 0)),
  },
  {
    name: 'Another format',
    tries: 'a bundle of something else',
    ...invalid('format'),
    make: () => manifest((document) => void (document.format = 'other')),
  },
  {
    name: 'Unknown key of the manifest',
    tries: 'meaning that only others see',
    ...invalid('trusted'),
    make: () => manifest((document) => void (document.trusted = true)),
  },
  {
    name: 'Unknown op required',
    tries: 'an op that this reader does not have',
    code: 'ERR_VERSION',
    at: 'bundle.json#/requires/ops/0',
    make: () => manifest((document) => void (document.requires = { ops: [{ op: 'eval', version: 1 }], opsets: [] })),
  },
  ...(
    [
      [
        'ops',
        'Op required that the graph does not have',
        'a summary that says too much',
        (ops) => [...ops, { op: 'select', version: 1 }],
      ],
      ['ops', 'Op of the graph that is not required', 'a summary that hides an op', (ops) => ops.slice(1)],
      ['ops', 'Op required twice', 'a second text of one summary', (ops) => [ops[0], ...ops]],
      ['ops', 'Required ops unsorted', 'a second text of one summary', (ops) => ops.toReversed()],
      [
        'opsets',
        'Opset required that no model imports',
        'a summary that says too much',
        (opsets) => [...opsets, { domain: 'evil', version: 9 }],
      ],
      ['opsets', 'Opset of a model that is not required', 'a summary that hides an opset', () => []],
      [
        'opsets',
        'Older opset required than the model imports',
        'a summary of other models',
        () => [{ domain: 'ai.onnx', version: 20 }],
      ],
      [
        'opsets',
        'Newer opset required than the model imports',
        'a summary of other models',
        () => [{ domain: 'ai.onnx', version: 22 }],
      ],
      ['opsets', 'Opset required twice', 'a second text of one summary', (opsets) => [...opsets, ...opsets]],
    ] as const satisfies readonly (readonly [
      string,
      string,
      string,
      (list: readonly unknown[]) => readonly unknown[],
    ])[]
  ).map(([key, name, tries, change]): Attack => ({
    name,
    tries,
    ...invalid(`requires/${key}`),
    make: () =>
      manifest((document) => {
        const requires = document.requires as Record<string, readonly unknown[]>
        document.requires = { ...requires, [key]: change(requires[key]!) }
      }),
  })),
  ...['yesterday', '2026-02-29T00:00:00Z', '2026-01-01 00:00:00Z', '2026-01-01T00:00:00', '2026-01-01T24:00:00Z'].map(
    (created): Attack => ({
      name: `Created ${created}`,
      tries: 'a time that readers take for different ones, or for none',
      ...invalid('created'),
      make: () => manifest((document) => void (document.created = created)),
    }),
  ),
  {
    name: 'Manifest that is an array',
    tries: 'a document of another form',
    code: 'ERR_MANIFEST_INVALID',
    at: 'bundle.json#',
    make: () => forge(stored().map((e) => (e.name === 'bundle.json' ? { ...e, data: utf8('[]') } : e))),
  },
  {
    name: 'Manifest of another bundle',
    tries: 'a known identity for other content',
    code: 'ERR_DIGEST',
    at: 'strings.json',
    make: () =>
      forge(stored().map((e) => (e.name === 'strings.json' ? { ...e, data: utf8('{"plans":["basic","prO"]}') } : e))),
  },
  {
    name: 'signatures.json that is no JSON',
    tries: 'content that nothing covers',
    code: null,
    at: '',
    make: () => forge([...stored(), { name: 'signatures.json', data: utf8('\0\u0001') }]),
    call: (model) => model.predictSync({ age: 40, plan: 'pro' }),
  },
]

function flipped(bytes: Uint8Array): Uint8Array {
  const other = bytes.slice()
  other[other.length >> 1]! ^= 1
  return other
}
