import type { IssueCode } from '../../src/errors.js'
import { input } from '../../src/pack.js'
import type { Input } from '../../src/schema/input.js'
import { harmless, type Attack } from './attack.js'
import { record, withSchema, type Json } from './base.js'

/** The base bundle with one more input. */
const withInput = (more: Input): Uint8Array =>
  withSchema((schema) => schema.inputs.push({ ...more } as unknown as Json))

const list = input('more', 'number_list', { size: 2 })
const texts = input('more', 'string_list')
const map = input('more', 'number_map', { keys: ['a', 'b'] })
const names = input('more', 'number_map', { keys: ['__proto__', 'constructor'] })
const time = input('more', 'datetime')

/** An input that the schema may not have. */
function undeclared(name: string, tries: string, at: string, more: Input): Attack {
  return { name, tries, code: 'ERR_SCHEMA_INVALID', at: `schema.json#/inputs/2/${at}`, make: () => withInput(more) }
}

/** A value that is refused with these issues and no others, alone and in a batch, and does no harm to the next one. */
function refused(
  name: string,
  tries: string,
  more: Input,
  make: () => unknown,
  ...codes: readonly IssueCode[]
): Attack {
  return {
    name,
    tries,
    code: 'ERR_INPUT',
    at: '',
    issues: codes.map((code) => ['more', code]),
    make: () => withInput(more),
    call: (model) => {
      const { outputs } = model.predictBatchSync([{ ...record, more: make() }], { onInvalid: 'null' })
      harmless(outputs[0] === null, 'a batch lets pass what predict refuses')
      return model.predict({ ...record, more: make() })
    },
  }
}

const lying = (length: number): unknown =>
  new Proxy([1, 2], { get: (items, key) => (key === 'length' ? length : (Reflect.get(items, key) as unknown)) })

function growing(): number[] {
  const items = [1, 2]
  Object.defineProperty(items, 0, { get: () => items.push(3) })
  return items
}

export const compositeAttacks: readonly Attack[] = [
  undeclared('List of no numbers', 'a column without cells', 'size', { ...list, size: 0 }),
  undeclared('List of a size below 0', 'memory for less than nothing', 'size', { ...list, size: -1 }),
  undeclared('List of half a number', 'a width between two', 'size', { ...list, size: 1.5 }),
  {
    name: 'List of two thousand million numbers',
    tries: 'memory for a number in the schema',
    code: 'ERR_LIMIT',
    at: 'graph.json#/inputs…',
    make: () => withInput({ ...list, size: 2_000_000_000 }),
  },
  undeclared('Map without keys', 'a column without cells', 'keys', { ...map, keys: [] }),
  undeclared('Key of a map twice', 'one value in two cells', 'keys/1', { ...map, keys: ['a', 'a'] }),
  undeclared('Items of a prototype', 'a case that is found on Object.prototype', 'items', {
    ...list,
    items: 'constructor' as 'float64',
  }),
  undeclared('Encoding of a prototype', 'the same for times', 'encoding', { ...time, encoding: 'toString' as 'text' }),
  undeclared('Time beyond the safe integers', 'a bound that rounds', 'range/max', {
    ...time,
    range: { min: null, max: 2 ** 60, min_open: false, max_open: false },
  }),
  refused('Map without the keys of a prototype', 'takes what every object inherits', names, () => ({}), 'absent_key'),
  {
    name: 'Map with the keys of a prototype',
    tries: 'sets a prototype',
    code: null,
    at: '',
    make: () => withInput(names),
    call: (model) => {
      const more = JSON.parse('{"__proto__": 1, "constructor": 2}') as Json
      model.predictSync({ ...record, more })
      const { value } = model.validate({ ...record, more }) as unknown as { value: { more: Json } }
      harmless(Object.keys(value.more).join() === '__proto__,constructor', 'the keys are data')
      harmless(({} as Json)['__proto__'] === Object.prototype, 'the prototype of all objects')
    },
  },
  refused(
    'Map that inherits',
    'values that are not the record’s',
    map,
    () => Object.create({ a: 1, b: 2 }),
    'wrong_type',
  ),
  refused('Map of class Map', 'entries that are no keys', map, () => new Map([['a', 1]]), 'wrong_type'),
  refused(
    'Map that throws as it is read',
    'an error of the caller in the middle of a batch',
    map,
    () => ({
      get a(): number {
        throw new Error('no')
      },
      b: 1,
    }),
    'wrong_type',
  ),
  refused('List that says it is longer', 'reads beyond the end, and for ever', list, () => lying(1e9), 'wrong_length'),
  refused('List that says it has half an item', 'a width between two', list, () => lying(2.5), 'wrong_length'),
  {
    name: 'List that grows as it is read',
    tries: 'writes beyond its cells',
    code: null,
    at: '',
    make: () => withInput(list),
    call: (model) => {
      const { value } = model.validate({ ...record, more: growing() }) as unknown as { value: { more: number[] } }
      harmless(value.more.join() === '3,2', 'as many cells as the schema says, each read once')
      const plain = JSON.stringify(model.predictSync({ ...record, more: [3, 2] }))
      harmless(JSON.stringify(model.predictSync({ ...record, more: growing() })) === plain, 'another score')
    },
  },
  refused('List with a hole', 'a cell of the record before', list, () => [1, , 3].slice(0, 2), 'wrong_type'),
  refused('Texts with half a character', 'a token that is no text', texts, () => ['a', '\ud800'], 'wrong_type'),
  refused('Buffer as a list', 'bytes for numbers', list, () => new ArrayBuffer(16), 'wrong_type'),
  refused('Time of a million digits', 'a parser that backtracks', time, () => '2'.repeat(1_000_000), 'wrong_type'),
  refused('29 February of another year', 'a day that hosts roll over', time, () => '2026-02-29T00:00:00', 'wrong_type'),
  refused('Time in words', 'the parser of the host', time, () => 'Nov 26, 2026', 'wrong_type'),
  refused('Date as a time', 'the zone of the host', time, () => new Date(0), 'wrong_type'),
]
