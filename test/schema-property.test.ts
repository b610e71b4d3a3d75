import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { allocate } from '../src/column.js'
import type { Issue } from '../src/errors.js'
import type { Schema } from '../src/schema/document.js'
import { inputJsonSchema } from '../src/schema/input-json-schema.js'
import { columnsEncoder } from '../src/schema/encode-columns.js'
import { recordEncoder } from '../src/schema/encode.js'
import { validator } from '../src/schema/validate.js'
import { encodersOf, input, schemaOf } from './schema-documents.js'

/** Xorshift, so that a failure can be run again. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

type Pick = <T>(items: readonly T[]) => T

const bounds = [null, -1, 0, 0.5, 3]
const numbers = [0, -0, 1, -1, 0.5, 1.5, 3, 4, 1e10, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 5e-324]
const large = [1e38, -1e38, 1e39, -1e39, 3.4028235677973362e38, 3.4028235677973366e38, -3.4028235677973366e38, 1.7e308]
const strings = [
  '',
  'a',
  'b',
  'ab',
  'abc',
  'abcd',
  '\ud83d\ude00',
  '\ud83d\ude00\ud83d\ude00',
  '1',
  'true',
  'constructor',
]
const times = [
  ...['2024-02-29T12:00:00Z', '2024-02-29', '2023-02-29', '2100-02-29T00:00:00Z', '2000-02-29T00:00Z', '2252-02-29'],
  ...['1685-01-01T00:00:00.5+23:59', '1684-01-01T00:00Z', '2254-12-31 23:59:59.999999', '2255-01-01', '1999-1-01'],
  ...[
    '2024-04-31',
    '2024-04-30',
    '2024-12-31t23:59z',
    '2024-12-31T24:00Z',
    '2024-12-31T23:60Z',
    '2024-12-31T23:59:60Z',
  ],
  ...['2024-01-01T00:00:00.1234567Z', '2024-01-01T00:00:00.1234560Z', '2024-01-01T00:00+0130', '2024-01-01T00:00+1'],
  ...['2024-01-01T00:00-05', '2024-01-01T00:00:00.', '2024-01-01T00:00:00+24:00', '2024-01-01 ', 'x2024-01-01'],
]
const seconds = [0, -1, 1.5, 1.7e9, 9007199254, -9007199254, 9007199255, 1e300]
const lists = [[], [1], [1, 2], [0.5, null], [null, null], ['a', 1], [1e39, 1], [-1, 4], [1, 2, 3], [[1], 2], [true, 1]]
const tokens = [[], ['a'], ['a', 'b'], ['abc', 'abc', ''], ['a', 1], ['a', null], [['a']], ['zzz', 'a', 'b', 'c']]
const maps: readonly object[] = [
  {},
  { a: 1 },
  { a: 1, b: 2 },
  { b: 0.5 },
  { a: null, b: 1 },
  { a: 1e39, b: 1 },
  { a: -1, b: 9, c: 1 },
]
const textMaps: readonly object[] = [
  { a: 'x' },
  { a: 'x', b: '' },
  { b: 'y', c: 'z' },
  { a: 1, b: 'x' },
  { a: null, b: 'x' },
  { constructor: 'a' },
]
const others = [null, true, false, [], [1], {}, { a: 1 }]
/** Of texts JSON Schema can't compare: their range is everything. */
const encodings = [
  { zoned: true },
  { zoned: false },
  { encoding: 'seconds' },
  { encoding: 'milliseconds', range: { min: 0, max: 5000000, min_open: false, max_open: true } },
  { encoding: 'microseconds', range: { min: -1, max: null, min_open: true, max_open: false } },
]
const names = ['a', 'b', 'constructor', 'toString', 'a/b~c', ' ', '0']

/**
 * Values that JSON can say. Left out, since JSON Schema can't tell them as we do: lone surrogates, literals beyond float64, and for
 * float32 numbers that are no float32 values, which we compare after rounding. ajv does not see a property `__proto__`.
 */
function value(pick: Pick, type: string): unknown {
  const owns: Readonly<Record<string, readonly unknown[]>> = {
    string: strings,
    bool: [true, false],
    datetime: [...times, ...seconds],
    number_list: lists,
    string_list: tokens,
    number_map: [...maps, ...textMaps],
    string_map: [...textMaps, ...maps],
  }
  const own = owns[type] ?? numbers
  const found = pick<unknown>([
    ...Array.from({ length: 9 }, () => pick<unknown>(own)),
    pick(large),
    pick(strings),
    pick(others),
  ])
  const single = type === 'float32' && typeof found === 'number' && Number.isFinite(Math.fround(found))
  return single ? Math.fround(found) : found
}

function randomInput(pick: Pick, name: string, actions: readonly unknown[]): ReturnType<typeof input> {
  const type = pick([
    'float64',
    'float32',
    'int64',
    'bool',
    'string',
    'datetime',
    'number_list',
    'string_list',
    'number_map',
    'string_map',
  ])
  const min = pick(bounds.filter((bound) => type !== 'int64' || Number.isInteger(bound ?? 0)))
  const max = pick([null, 3, 7].filter((bound) => bound === null || bound > (min ?? 0)))
  const range = pick([
    null,
    { min, max, min_open: min !== null && pick([true, false]), max_open: max !== null && pick([true, false]) },
  ])
  const replacement = (condition: string): unknown => {
    const whole = ['absent', 'null', 'wrong_type', 'wrong_length'].includes(condition) && /list|map/.test(type)
    const item = type === 'bool' ? true : type.startsWith('string') ? 'a' : 1
    return whole ? [item, item] : item
  }
  const unkept = ['absent', 'null', 'wrong_type', ...(type === 'datetime' ? ['nan', 'empty'] : [])]
  if (type.endsWith('list')) unkept.push('wrong_length')
  if (type.endsWith('map')) unkept.push('absent_key', 'unseen_key')
  const policy = Object.fromEntries(
    Object.keys(input(name, type)['policy'] as object).map((condition): [string, unknown] => {
      const action = pick(actions)
      const kept = action === 'keep' && unkept.includes(condition)
      return [
        condition,
        kept
          ? 'missing'
          : action === 'value'
            ? condition === 'unseen_key'
              ? 'missing'
              : { value: replacement(condition) }
            : action,
      ]
    }),
  )
  const categories = pick([null, null, [], ['a'], ['a', 'abc'], ['', 'b']])
  const length = pick([null, { min: 0, max: 3 }, { min: 1, max: null }, { min: 1, max: 3 }, { min: 2, max: 2 }])
  const own =
    type === 'string'
      ? { categories, length: categories === null ? length : pick([null, { min: 1, max: 3 }]) }
      : type === 'bool'
        ? {}
        : type === 'datetime'
          ? pick(encodings)
          : type === 'string_list'
            ? { categories, length: pick([null, { min: 0, max: 3 }, { min: 1, max: null }, { min: 2, max: 2 }]) }
            : type.endsWith('map')
              ? {
                  keys: pick([
                    ['a', 'b'],
                    ['b', 'constructor'],
                  ]),
                  ...(type === 'number_map' && { range }),
                }
              : { range }
  return input(name, type, own, policy)
}

const ajv = new Ajv2020({ ownProperties: true, strict: true, strictTypes: true })

function agree(schema: Schema, pick: Pick, records: number): { accepted: number; refused: number } {
  const bySchema = ajv.compile(inputJsonSchema(schema))
  const byUs = validator(schema, encodersOf(schema))
  const counts = { accepted: 0, refused: 0 }
  for (let i = 0; i < records; i++) {
    const entries = schema.inputs.map(({ name, type }) => [name, value(pick, type)] as const)
    const present = entries.filter(() => pick([true, true, true, true, true, true, true, false]))
    const extra = pick([[], [], [], [], [], [['extra', 1]]]) as [string, unknown][]
    const record: unknown = JSON.parse(JSON.stringify(Object.fromEntries([...present, ...extra])))
    const ok = byUs(record).ok
    if (bySchema(record) !== ok) expect.fail(JSON.stringify({ inputs: schema.inputs, record, ok }))
    counts[ok ? 'accepted' : 'refused']++
  }
  return counts
}

test.each<[string, readonly string[]]>([
  ['every policy error', ['error']],
  ['any policy', ['error', 'error', 'missing', 'keep', 'value']],
])('the generated JSON Schema and the validator agree: %s', (_, actions) => {
  const next = generator(20260101)
  const pick: Pick = (items) => items[next(items.length)]!
  const total = { accepted: 0, refused: 0 }
  for (let i = 0; i < 80; i++) {
    const used = names.filter((_, k) => k === i % names.length || next(6) === 0)
    const inputs = used.map((name) => randomInput(pick, name, actions))
    const { accepted, refused } = agree(schemaOf(inputs, [], pick(['ignore', 'error'])), pick, 150)
    total.accepted += accepted
    total.refused += refused
  }
  expect(total.accepted).toBeGreaterThan(1000)
  expect(total.refused).toBeGreaterThan(1000)
})

test('columns have the result of the records that they make up', () => {
  const next = generator(20260303)
  const pick: Pick = (items) => items[next(items.length)]!
  const rows = 40
  let refusals = 0
  for (let i = 0; i < 60; i++) {
    const used = names.filter((_, k) => k === i % names.length || next(4) === 0)
    const inputs = used.map((name) => randomInput(pick, name, ['error', 'error', 'missing', 'keep', 'value']))
    const schema = schemaOf(inputs, [], pick(['ignore', 'error']))
    const keys = [...used, ...pick([[], [], ['extra']])].sort(() => next(3) - 1)
    const present = keys.filter(() => next(10) > 0)
    const types = new Map(schema.inputs.map(({ name, type }) => [name, type]))
    const data = Object.fromEntries(
      present.map((name) => {
        const type = types.get(name) ?? 'bool'
        const numeric = ['float64', 'float32', 'int64'].includes(type) && next(3) === 0
        const values = Array.from({ length: rows }, () => (numeric ? pick([...numbers, NaN]) : value(pick, type)))
        return [name, numeric ? Float64Array.from(values as number[]) : values]
      }),
    )
    const { inputs: columnTypes, encodeRecord } = recordEncoder(schema, encodersOf(schema))
    const byRecord = columnTypes.map((type) => allocate(type, rows))
    const byColumn = columnTypes.map((type) => allocate(type, rows))
    const issues: Issue[] = []
    const refused = new Uint8Array(rows)
    for (let row = 0; row < rows; row++) {
      const record = Object.fromEntries(present.map((name) => [name, data[name]![row]]))
      if (!encodeRecord(record, row, byRecord, issues)) refused[row] = 1
    }
    const { selectColumns, encodeColumns } = columnsEncoder(schema, encodersOf(schema))
    const selected = selectColumns(data)
    const found: Issue[] = []
    const rejected = new Uint8Array(rows)
    encodeColumns(selected, 0, selected.rows, byColumn, found, rejected)
    if (present.length === 0) continue
    expect(byColumn).toEqual(byRecord)
    expect(found).toEqual(issues)
    expect(rejected).toEqual(refused)
    refusals += refused.reduce((sum, one) => sum + one, 0)
  }
  expect(refusals).toBeGreaterThan(300)
})
