import { harmless, utf8, type Attack } from './attack.js'
import { entries, parse, record, repack, withSchema, withText } from './base.js'

const lists = new TextDecoder().decode(entries.get('strings.json'))
const graph = new TextDecoder().decode(entries.get('graph.json'))

const notCanonical = { code: 'ERR_JSON_NOT_CANONICAL', at: 'strings.json' } as const
const invalid = { code: 'ERR_JSON_INVALID', at: 'strings.json' } as const

function strings(text: string): () => Uint8Array {
  return () => withText('strings.json', text)
}

function bytes(...values: readonly (string | number)[]): () => Uint8Array {
  const all = values.flatMap((value) => (typeof value === 'string' ? [...utf8(value)] : [value]))
  return () => repack({ 'strings.json': Uint8Array.from(all) })
}

/** The base bundle whose graph has other text where a number stands. */
function number(text: string): () => Uint8Array {
  return () => withText('graph.json', graph.replace('"offset":[-1]', `"offset":[${text}]`))
}

export const jsonAttacks: readonly Attack[] = [
  {
    name: 'Duplicate key',
    tries: 'one parser takes the first, another the last',
    ...notCanonical,
    make: strings('{"plans":["basic","pro"],"plans":["basic","pro"]}'),
  },
  {
    name: 'Duplicate key behind an escape',
    tries: 'the same, unseen by comparing text',
    ...notCanonical,
    make: strings('{"plans":["basic","pro"],"\\u0070lans":["basic","pro"]}'),
  },
  {
    name: '`__proto__` as a key of strings.json',
    tries: 'sets the prototype of the lists',
    code: null,
    at: '',
    make: strings('{"__proto__":["polluted"],"plans":["basic","pro"]}'),
    call: (model) => {
      model.predictSync(record)
      harmless(!('polluted' in {}) && !('0' in {}), 'prototype of a plain object')
    },
  },
  {
    name: '`__proto__` and `constructor` as keys of the manifest',
    tries: 'pollutes whoever reads metrics and parameters',
    code: null,
    at: '',
    make: () =>
      repack({}, (manifest) => {
        manifest.training = parse(
          utf8(
            '{"libraries":{"__proto__":"1"},"platform":null,"source_revision":null,"data":[],' +
              '"parameters":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"metrics":{"__proto__":1}}',
          ),
        )
      }),
    call: (model) => {
      model.predictSync(record)
      harmless(!('polluted' in {}), 'prototype of a plain object')
      harmless(model.manifest.training?.metrics.get('__proto__') === 1, 'the metric is data')
    },
  },
  {
    name: 'Key order',
    tries: 'a second text of the same document',
    ...notCanonical,
    make: strings('{"plans":["basic","pro"],"a":[]}'),
  },
  { name: 'White space', tries: 'a second text of the same document', ...notCanonical, make: strings(lists + '\n') },
  {
    name: 'Escaped letter',
    tries: 'a second text of the same document',
    ...notCanonical,
    make: strings('{"plans":["basic","\\u0070ro"]}'),
  },
  { name: 'Byte order mark', tries: 'a second text of the same document', ...invalid, make: strings('\ufeff' + lists) },
  {
    name: 'UTF-16',
    tries: 'another encoding',
    ...invalid,
    make: () => repack({ 'strings.json': new Uint8Array(Buffer.from(lists, 'utf16le')) }),
  },
  {
    name: 'Byte that is no UTF-8',
    tries: 'a string without a text',
    ...invalid,
    make: bytes('{"plans":["', 0xff, '"]}'),
  },
  {
    name: 'Overlong UTF-8',
    tries: 'a second encoding of a quote',
    ...invalid,
    make: bytes('{"plans":["a', 0xc0, 0xa2, '"]}'),
  },
  {
    name: 'Surrogates in UTF-8',
    tries: 'half a character',
    ...invalid,
    make: bytes('{"plans":["', 0xed, 0xa0, 0x80, '"]}'),
  },
  {
    name: 'Lone surrogate',
    tries: 'a string that can not be written',
    ...invalid,
    make: strings('{"plans":["\\ud800"]}'),
  },
  {
    name: 'Lone surrogate in a key',
    tries: 'a name that can not be written',
    ...invalid,
    make: strings('{"plans":["basic","pro"],"\\udc00":[]}'),
  },
  { name: 'No JSON', tries: 'a program', ...invalid, make: strings('{"plans":[constructor]}') },
  { name: 'Comment', tries: 'text that is no JSON', ...invalid, make: strings('{"plans":[]/*x*/}') },
  { name: 'Two documents', tries: 'which one counts?', ...invalid, make: strings(lists + lists) },
  { name: 'Nothing', tries: 'an empty entry', ...invalid, make: strings('') },
  {
    name: 'Millions of empty arrays',
    tries: 'memory: an array takes many times what its text does',
    code: 'ERR_LIMIT',
    at: 'strings.json',
    make: strings(`{"plans":[${'[],'.repeat(4_200_000)}[]]}`),
  },
  {
    name: 'Deep arrays',
    tries: 'the stack of a parser',
    code: 'ERR_LIMIT',
    at: 'strings.json',
    make: strings('['.repeat(200_000)),
  },
  {
    name: 'Deep objects behind a string',
    tries: 'the same, past a scan that takes brackets in strings for real',
    code: 'ERR_LIMIT',
    at: 'strings.json',
    make: strings('{"]]]]\\"]]]]":' + '{"a":'.repeat(65) + '1' + '}'.repeat(66)),
  },
  ...['1.0', '1e0', '-0', '01', '+1', '1E3', '0.10', '1.', '.5', 'NaN'].map((text): Attack => {
    const json = ['1.0', '1e0', '-0', '1E3', '0.10'].includes(text)
    return {
      name: `The number ${text}`,
      tries: json ? 'a second text of a number' : 'a number that JSON does not have',
      code: json ? 'ERR_JSON_NOT_CANONICAL' : 'ERR_JSON_INVALID',
      at: 'graph.json',
      make: number(text),
    }
  }),
  {
    name: 'The number 1e400',
    tries: 'infinity where only finite numbers are',
    code: 'ERR_JSON_INVALID',
    at: 'graph.json',
    make: number('1e400'),
  },
  {
    name: 'A number of 20 digits',
    tries: 'a second text of a float64',
    code: 'ERR_JSON_NOT_CANONICAL',
    at: 'graph.json',
    make: number('9007199254740993'),
  },
  {
    name: 'Key with control characters',
    tries: 'writes to the terminal of who reads the message',
    code: 'ERR_SCHEMA_INVALID',
    at: 'schema.json#/outputs/0/\u001b[2J\nok',
    make: () => withSchema((schema) => void (schema.outputs[0]!['\u001b[2J\nok'] = 1)),
  },
  {
    name: 'Key of 100,000 characters',
    tries: 'a message without an end',
    code: 'ERR_SCHEMA_INVALID',
    at: 'schema.json#/outputs/0/…',
    make: () => withSchema((schema) => void (schema.outputs[0]!['k'.repeat(100_000)] = 1)),
  },
]
