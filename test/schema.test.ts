import { runInNewContext } from 'node:vm'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { allocate, type CellColumn as Column } from '../src/column.js'
import type { Issue } from '../src/errors.js'
import type { JsonValue } from '../src/json/canonical.js'
import { jsonSchema } from '../src/json/json-schema.js'
import { checkOutputs } from '../src/schema/check-outputs.js'
import { columnsDecoder } from '../src/schema/decode-columns.js'
import { recordDecoder } from '../src/schema/decode.js'
import { decodeSchema, schemaShape, type Schema } from '../src/schema/document.js'
import { columnsEncoder } from '../src/schema/encode-columns.js'
import { recordEncoder } from '../src/schema/encode.js'
import { allTypes } from '../src/schema/types/index.js'
import { inputJsonSchema } from '../src/schema/input-json-schema.js'
import { outputJsonSchema } from '../src/schema/output-json-schema.js'
import { standardSchema } from '../src/schema/standard-schema.js'
import { textReader } from '../src/schema/text.js'
import { typeDeclarations } from '../src/schema/type-declarations.js'
import { validator } from '../src/schema/validate.js'
import { closed, document, encodersOf, input, output, prepared, schemaOf } from './schema-documents.js'

/** What one value under one policy becomes: its cell, whether the record passes, and the codes of the issues. */
function encodeOne(schema: Schema, record: unknown): { cell: unknown; accepted: boolean; issues: string[] } {
  const { inputs, encodeRecord } = recordEncoder(schema, encodersOf(schema))
  const columns = inputs.map((type) => allocate(type, 1))
  const issues: Issue[] = []
  const accepted = encodeRecord(record, 0, columns, issues)
  return { cell: columns[0]!.data[0], accepted, issues: issues.map(({ code, fatal }) => `${code}${fatal ? '!' : ''}`) }
}

const one = (type: string, value: unknown, changes = {}, policy = {}): ReturnType<typeof encodeOne> =>
  encodeOne(schemaOf([input('x', type, changes, policy)]), { x: value })

describe('document', () => {
  const refused = (value: unknown, at: string, message?: string): void => {
    expect(() => decodeSchema(value as JsonValue, allTypes, 'schema.json#')).toThrow(
      expect.objectContaining({
        code: 'ERR_SCHEMA_INVALID',
        at: `schema.json#${at}`,
        ...(message !== undefined && { message: expect.stringContaining(message) }),
      }),
    )
  }

  test('is deeply frozen', () => {
    const schema = schemaOf([input('x', 'string', { categories: ['a'] }, { absent: { value: 'a' } })])
    const parts = [schema, schema.inputs, schema.inputs[0]!, schema.inputs[0]!.policy, schema.inputs[0]!.policy.absent]
    for (const part of parts) expect(Object.isFrozen(part)).toBe(true)
  })

  test.each([
    ['an unknown type', document([input('x', 'float16')]), '/inputs/0/type'],
    ['an empty name', document([input('', 'bool')]), '/inputs/0/name'],
    ['two inputs of one name', document([input('x', 'bool'), input('x', 'string')]), '/inputs/1/name'],
    ['two outputs of one name', document([], [output('y', 'bool'), output('y', 'bool')]), '/outputs/1/name'],
    ['a key of another type', document([input('x', 'bool', { range: null })]), '/inputs/0/range'],
    ['a policy of another type', document([input('x', 'bool', {}, { nan: 'error' })]), '/inputs/0/policy/nan'],
    ['keep for absent', document([input('x', 'float64', {}, { absent: 'keep' })]), '/inputs/0/policy/absent'],
    ['keep for null', document([input('x', 'string', {}, { null: 'keep' })]), '/inputs/0/policy/null'],
    ['keep for wrong_type', document([input('x', 'int64', {}, { wrong_type: 'keep' })]), '/inputs/0/policy/wrong_type'],
    ['clip for nan', document([input('x', 'float64', {}, { nan: 'clip' })]), '/inputs/0/policy/nan'],
    ['min above max', document([input('x', 'float64', closed(2, 1))]), '/inputs/0/range/max'],
    [
      'a range with nothing in it',
      document([input('x', 'float64', { range: { min: 1, max: 1, min_open: true, max_open: false } })]),
      '/inputs/0/range/max',
    ],
    [
      'an open bound that is not there',
      document([input('x', 'float64', { range: { min: null, max: 1, min_open: true, max_open: false } })]),
      '/inputs/0/range/min_open',
    ],
    [
      'clip to an open bound',
      document([
        input('x', 'int64', { range: { min: 0, max: 9, min_open: false, max_open: true } }, { out_of_range: 'clip' }),
      ]),
      '/inputs/0/range/max_open',
    ],
    ['clip without a range', document([input('x', 'float64', {}, { out_of_range: 'clip' })]), '/inputs/0/range'],
    ['a fractional bound of int64', document([input('x', 'int64', closed(0.5, null))]), '/inputs/0/range/min'],
    ['a bound beyond float32', document([input('x', 'float32', closed(null, 1e39))]), '/inputs/0/range/max'],
    [
      'a replacement of another type',
      document([input('x', 'bool', {}, { null: { value: 1 } })]),
      '/inputs/0/policy/null/value',
    ],
    [
      'a fractional replacement of int64',
      document([input('x', 'int64', {}, { null: { value: 1.5 } })]),
      '/inputs/0/policy/null/value',
    ],
    [
      'a replacement beyond float32',
      document([input('x', 'float32', {}, { nan: { value: 1e39 } })]),
      '/inputs/0/policy/nan/value',
    ],
    [
      'a NaN replacement',
      document([input('x', 'float64', {}, { null: { value: { $number: 'NaN' } } })]),
      '/inputs/0/policy/null/value',
    ],
    [
      'an ill-formed replacement',
      document([input('x', 'string', {}, { null: { value: '\ud800' } })]),
      '/inputs/0/policy/null/value',
    ],
    ['equal categories', document([input('x', 'string', { categories: ['a', 'b', 'a'] })]), '/inputs/0/categories/2'],
    [
      'a category of a wrong length',
      document([input('x', 'string', { categories: ['a', 'bbb'], length: { min: 1, max: 2 } })]),
      '/inputs/0/categories/1',
    ],
    ['a negative length', document([input('x', 'string', { length: { min: -1, max: 2 } })]), '/inputs/0/length/min'],
    [
      'a length with nothing in it',
      document([input('x', 'string', { length: { min: 3, max: 2 } })]),
      '/inputs/0/length/max',
    ],
    ['equal missing texts', document([input('x', 'bool', { missing_text: ['NA', 'NA'] })]), '/inputs/0/missing_text/1'],
    ['an object without keys', document([], [output('y', 'float64', 'object')]), '/outputs/0/keys'],
    ['keys of a list', document([], [output('y', 'float64', 'list', ['a'])]), '/outputs/0/keys'],
    ['equal keys', document([], [output('y', 'float64', 'object', ['a', 'a'])]), '/outputs/0/keys/1'],
    ['another word for unknown keys', document([], [], 'keep'), '/unknown_keys'],
    ['a missing key', { inputs: [], outputs: [] }, ''],
    ['an array', [], ''],
  ])('refuses %s', (_, value, at) => {
    refused(value, at)
  })

  test('says what it expected', () => {
    refused(document([input('x', 'float64', closed(2, 1))]), '/inputs/0/range/max', 'expected at least 2, got 1')
  })

  test('the published form agrees', () => {
    const valid = new Ajv2020({ strict: false }).compile(jsonSchema(schemaShape(allTypes)))
    const inputs = ['float64', 'float32', 'int64', 'bool', 'string'].map((type) => input(type, type))
    expect(valid(document(inputs, [output('y', 'float64', 'object', ['a'])]))).toBe(true)
    expect(valid(document([input('x', 'float64', {}, { null: { value: 1 }, out_of_range: 'clip' })]))).toBe(true)
    expect(valid(document([input('x', 'float64', {}, { null: 'keep' })]))).toBe(false)
    expect(valid(document([input('x', 'bool', { range: null })]))).toBe(false)
    expect(valid(document([], [{ ...output('y', 'bool'), extra: 1 }]))).toBe(false)
  })

  test('lets a replacement be out of range and no category', () => {
    schemaOf([
      input('x', 'int64', closed(0, 9), { null: { value: -1 } }),
      input('y', 'string', { categories: ['a'] }, { absent: { value: '' } }),
    ])
  })
})

describe('conditions', () => {
  const range = closed(0, 10)
  const open = { range: { min: 0, max: 10, min_open: true, max_open: true } }
  const roundsToInfinity = 3.4028235677973366e38

  test.each<[string, unknown, object, string | null]>([
    ['float64', undefined, {}, 'absent'],
    ['float64', null, {}, 'null'],
    ['float64', '1', {}, 'wrong_type'],
    ['float64', true, {}, 'wrong_type'],
    ['float64', 1n, {}, 'wrong_type'],
    ['float64', [1], {}, 'wrong_type'],
    ['float64', { valueOf: () => 1 }, {}, 'wrong_type'],
    ['float64', Object(1), {}, 'wrong_type'],
    ['float64', Symbol('1'), {}, 'wrong_type'],
    ['float64', () => 1, {}, 'wrong_type'],
    ['float64', NaN, range, 'nan'],
    ['float64', Infinity, range, 'infinite'],
    ['float64', -Infinity, {}, 'infinite'],
    ['float64', 1e39, range, 'beyond_float32'],
    ['float64', roundsToInfinity, {}, 'beyond_float32'],
    ['float64', 3.4028235677973362e38, {}, null],
    ['float64', -1, range, 'out_of_range'],
    ['float64', 10.5, range, 'out_of_range'],
    ['float64', 0, range, null],
    ['float64', -0, range, null],
    ['float64', 10, range, null],
    ['float64', 0, open, 'out_of_range'],
    ['float64', 10, open, 'out_of_range'],
    ['float64', 5e-324, open, null],
    ['float32', -roundsToInfinity, {}, 'beyond_float32'],
    ['float32', -3.4028235677973362e38, {}, null],
    // 5e-324 is 0 in float32.
    ['float32', 5e-324, open, 'out_of_range'],
    // Both are rounded: float32(0.1) is above 0.1.
    ['float32', Math.fround(0.1), closed(null, 0.1), null],
    ['int64', 1.5, {}, 'wrong_type'],
    ['int64', Infinity, {}, 'wrong_type'],
    ['int64', 2 ** 53, {}, 'wrong_type'],
    ['int64', -(2 ** 53) + 1, {}, null],
    ['int64', 3n, {}, 'wrong_type'],
    ['int64', NaN, range, 'nan'],
    ['int64', 11, range, 'out_of_range'],
    ['int64', 10, range, null],
    ['int64', 10, open, 'out_of_range'],
    ['bool', 1, {}, 'wrong_type'],
    ['bool', 'true', {}, 'wrong_type'],
    ['bool', null, {}, 'null'],
    ['bool', false, {}, null],
    ['string', 1, {}, 'wrong_type'],
    ['string', Object('a'), {}, 'wrong_type'],
    ['string', 'a\ud800', {}, 'wrong_type'],
    ['string', '\udc00a', {}, 'wrong_type'],
    ['string', '\ud800\ud800\udc00', {}, 'wrong_type'],
    ['string', '\udc00\udc00', {}, 'wrong_type'],
    ['string', '\ud83d\ude00', {}, null],
    ['string', '', { categories: [''] }, 'empty'],
    ['string', '', {}, 'empty'],
    ['string', 'b', { categories: ['a'] }, 'unseen_category'],
    ['string', 'a', { categories: ['a'] }, null],
    ['string', 'constructor', { categories: ['a'] }, 'unseen_category'],
    ['string', 'bbb', { categories: ['a'], length: { min: 1, max: 2 } }, 'unseen_category'],
    ['string', 'abc', { length: { min: 1, max: 2 } }, 'wrong_length'],
    ['string', 'a', { length: { min: 2, max: null } }, 'wrong_length'],
    ['string', '\ud83d\ude00\ud83d\ude00', { length: { min: 1, max: 2 } }, null],
    ['string', '\ud83d\ude00', { length: { min: 2, max: 2 } }, 'wrong_length'],
  ])('%s %s %j: %s', (type, value, changes, condition) => {
    const { accepted, issues } = one(type, value, changes)
    expect(issues).toEqual(condition === null ? [] : [`${condition}!`])
    expect(accepted).toBe(condition === null)
  })
})

describe('cells', () => {
  test.each<[string, unknown, unknown]>([
    ['float64', -0, -0],
    ['float64', 0.1, 0.1],
    ['float32', 0.1, 0.10000000149011612],
    ['float32', 16777217, 16777216],
    ['int64', -0, 0],
    ['int64', 7, 7],
    ['bool', true, 1],
    ['bool', false, 0],
    ['string', 'a', 'a'],
  ])('%s %s is %s', (type, value, cell) => {
    expect(one(type, value).cell).toBe(cell)
  })
})

describe('policies', () => {
  const range = closed(0, 10)
  test.each<[string, string, unknown, object, object, unknown, string[]]>([
    ['missing', 'float64', null, {}, { null: 'missing' }, NaN, []],
    ['missing', 'string', null, {}, { null: 'missing' }, null, []],
    ['missing', 'float64', 'x', {}, { wrong_type: 'missing' }, NaN, []],
    ['missing', 'bool', undefined, {}, { absent: 'missing' }, NaN, []],
    ['missing', 'string', 'zzz', { categories: ['a'] }, { unseen_category: 'missing' }, null, []],
    ['replacement', 'float64', NaN, {}, { nan: { value: -1 } }, -1, []],
    ['replacement', 'float32', null, {}, { null: { value: 0.1 } }, 0.10000000149011612, []],
    ['replacement', 'bool', undefined, {}, { absent: { value: true } }, 1, []],
    ['replacement', 'string', '', {}, { empty: { value: 'none' } }, 'none', []],
    ['replacement', 'int64', 99, range, { out_of_range: { value: 5 } }, 5, []],
    ['keep', 'float64', NaN, {}, { nan: 'keep' }, NaN, ['nan']],
    ['keep', 'float64', Infinity, range, { infinite: 'keep' }, Infinity, ['infinite']],
    ['keep', 'float32', 1e39, range, { beyond_float32: 'keep' }, Infinity, ['beyond_float32']],
    ['keep', 'float64', 1e39, range, { beyond_float32: 'keep' }, 1e39, ['beyond_float32']],
    ['keep', 'float32', 10.1, range, { out_of_range: 'keep' }, 10.100000381469727, ['out_of_range']],
    ['keep', 'string', '', { categories: ['a'] }, { empty: 'keep' }, '', ['empty']],
    ['keep', 'string', 'b', { categories: ['a'] }, { unseen_category: 'keep' }, 'b', ['unseen_category']],
    ['keep', 'string', 'abc', { length: { min: 0, max: 2 } }, { wrong_length: 'keep' }, 'abc', ['wrong_length']],
    ['clip', 'float64', -3, range, { out_of_range: 'clip' }, 0, ['out_of_range']],
    ['clip', 'int64', 12, range, { out_of_range: 'clip' }, 10, ['out_of_range']],
    ['clip', 'float32', 5, closed(null, 0.1), { out_of_range: 'clip' }, 0.10000000149011612, ['out_of_range']],
    ['clip', 'float64', -5, closed(-1, null), { out_of_range: 'clip' }, -1, ['out_of_range']],
  ])('%s: %s %s %j %j', (_, type, value, changes, policy, cell, issues) => {
    expect(one(type, value, changes, policy)).toEqual({ cell, accepted: true, issues })
  })

  test('error leaves no cell of an earlier record', () => {
    const { inputs, encodeRecord } = recordEncoder(...prepared(schemaOf([input('x', 'float64'), input('s', 'string')])))
    const columns = inputs.map((type) => allocate(type, 2))
    expect(encodeRecord({ x: 1, s: 'a' }, 1, columns, [])).toBe(true)
    expect(encodeRecord({ x: 'bad' }, 1, columns, [])).toBe(false)
    expect(columns.map(({ data }) => data[1])).toEqual([NaN, null])
    expect(encodeRecord({ x: 2, s: 'b' }, 1, columns, [])).toBe(true)
    const further = allocate({ kind: 'number', width: 1 }, 2)
    expect(encodeRecord(null, 1, [...columns, further], [])).toBe(false)
    expect(further.data[1]).toBe(0)
    expect(columns.map(({ data }) => data[1])).toEqual([NaN, null])
  })
})

describe('records', () => {
  const schema = schemaOf([
    input('a', 'float64', {}, { absent: 'missing' }),
    input('b', 'string', { categories: ['x'] }, { unseen_category: 'keep' }),
    input('c', 'bool'),
  ])

  test('all problems, in the order of the inputs, whatever the order of the keys', () => {
    const { inputs, encodeRecord } = recordEncoder(schema, encodersOf(schema))
    const issues: Issue[] = []
    const columns = inputs.map((type) => allocate(type, 3))
    expect(encodeRecord({ c: 0, b: 'y', a: 'no' }, 2, columns, issues, 1000)).toBe(false)
    expect(issues).toEqual([
      { row: 1002, field: 'a', code: 'wrong_type', message: 'expected a number, got "no"', value: 'no', fatal: true },
      { row: 1002, field: 'b', code: 'unseen_category', message: 'expected "x", got "y"', value: 'y', fatal: false },
      { row: 1002, field: 'c', code: 'wrong_type', message: 'expected true or false, got 0', value: 0, fatal: true },
    ])
  })

  test('any order and extra keys give the same cells', () => {
    const { inputs, encodeRecord } = recordEncoder(schema, encodersOf(schema))
    const records = [
      { a: 1, b: 'x', c: true },
      { c: true, b: 'x', a: 1 },
      { id: 9, a: 1, more: null, b: 'x', c: true },
      { a: 1, b: 'x', c: true, z: 1 },
      Object.assign(Object.create(null) as object, { b: 'x', a: 1, c: true }),
    ]
    const columns = inputs.map((type) => allocate(type, records.length))
    const issues: Issue[] = []
    records.forEach((record, row) => expect(encodeRecord(record, row, columns, issues)).toBe(true))
    expect(issues).toEqual([])
    expect(columns.map(({ data }) => [...data])).toEqual([
      records.map(() => 1),
      records.map(() => 'x'),
      records.map(() => 1),
    ])
  })

  test('write through views with offset and stride', () => {
    const { encodeRecord } = recordEncoder(schema, encodersOf(schema))
    const data = new Float64Array(10).fill(-1)
    const number: Column = { kind: 'number', width: 1, data, offset: 1, stride: 3 }
    const columns: Column[] = [number, allocate({ kind: 'string', width: 1 }, 3), { ...number, offset: 2 }]
    encodeRecord({ a: 7, b: 'x', c: true }, 2, columns, [])
    expect([...data]).toEqual([-1, -1, -1, -1, -1, -1, -1, 7, 1, -1])
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['an array', []],
    ['a string', 'a'],
    ['a function', () => 0],
    ['a Map', new Map()],
    ['an instance of a class', new Date(0)],
    ['an object that inherits from an object', Object.create({ a: 1 })],
  ])('%s is no record', (_, record) => {
    expect(encodeOne(schema, record)).toMatchObject({ accepted: false, issues: ['not_a_record!'] })
  })

  test('an object of another realm is a record', () => {
    expect(encodeOne(schema, runInNewContext('({ a: 1, b: "x", c: false })'))).toEqual({
      cell: 1,
      accepted: true,
      issues: [],
    })
    expect(encodeOne(schema, runInNewContext('[]')).issues).toEqual(['not_a_record!'])
  })

  test('inherited properties are absent', () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'polluted']
    const lenient = schemaOf(names.map((name) => input(name, 'float64', {}, { absent: { value: -7 } })))
    const prototype = Object.prototype as unknown as Record<string, unknown>
    prototype['polluted'] = 3
    try {
      const { inputs, encodeRecord } = recordEncoder(lenient, encodersOf(lenient))
      for (const record of [{}, { other: 1 }]) {
        const columns = inputs.map((type) => allocate(type, 1))
        expect(encodeRecord(record, 0, columns, [])).toBe(true)
        expect(columns.map(({ data }) => data[0])).toEqual([-7, -7, -7, -7, -7])
      }
      const text = '{"constructor":1,"toString":2,"__proto__":3,"hasOwnProperty":4,"polluted":5}'
      const columns = inputs.map((type) => allocate(type, 1))
      expect(encodeRecord(JSON.parse(text), 0, columns, [])).toBe(true)
      expect(columns.map(({ data }) => data[0])).toEqual([1, 2, 3, 4, 5])
      const inherited = schemaOf([input('x', 'float64'), input('polluted', 'float64')])
      expect(encodeOne(inherited, { x: 1 }).issues).toEqual(['absent!'])
      const strict = schemaOf([input('x', 'float64')], [], 'error')
      expect(encodeOne(strict, { x: 1 })).toEqual({ cell: 1, accepted: true, issues: [] })
    } finally {
      delete prototype['polluted']
    }
  })

  test('an own property that is not enumerable is read, and no unknown key', () => {
    const hidden = (value: unknown): object =>
      Object.defineProperties({}, { a: { value }, ghost: { value: 1 }, b: { value: 'x' }, c: { value: true } })
    const strict = schemaOf([input('a', 'float64'), input('b', 'string'), input('c', 'bool')], [], 'error')
    expect(encodeOne(strict, hidden(4))).toEqual({ cell: 4, accepted: true, issues: [] })
  })

  test('undefined is absent', () => {
    expect(encodeOne(schema, { a: undefined, b: 'x', c: true })).toEqual({ cell: NaN, accepted: true, issues: [] })
    expect(encodeOne(schema, { a: 1, b: undefined, c: true }).issues).toEqual(['absent!'])
  })

  test.each([
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
  ])('each getter runs once (%s %s %s)', (...keys) => {
    const calls: string[] = []
    const record = {}
    const values: Record<string, unknown> = { a: 'no', b: 'y', c: 0 }
    for (const key of keys) {
      Object.defineProperty(record, key, { enumerable: true, get: () => (calls.push(key), values[key]) })
    }
    encodeOne(schema, record)
    expect(calls.sort()).toEqual(['a', 'b', 'c'])
  })

  test('unknown keys are refused when the schema says so, after the other problems', () => {
    const strict = schemaOf([input('a', 'float64'), input('b', 'float64')], [], 'error')
    expect(encodeOne(strict, { a: 1, b: 2 }).accepted).toBe(true)
    expect(encodeOne(strict, { b: 2, a: 1 }).accepted).toBe(true)
    expect(encodeOne(strict, { a: 1, b: 2, z: 3 }).issues).toEqual(['unknown_key!'])
    expect(encodeOne(strict, { z: 3, a: 1, b: '2', [Symbol('s')]: 1 }).issues).toEqual(['wrong_type!', 'unknown_key!'])
  })

  test('messages', () => {
    const message = (type: string, value: unknown, changes = {}): string => {
      const result = validator(...prepared(schemaOf([input('x', type, changes)])))({ x: value })
      return result.ok ? '' : result.issues[0]!.message
    }
    expect(message('float64', undefined)).toBe('expected a number, got nothing')
    expect(message('int64', 'a')).toBe('expected an integer, got "a"')
    expect(message('float64', 11, closed(0, 10))).toBe('expected a number >= 0 and <= 10, got 11')
    expect(message('int64', 0, { range: { min: 0, max: null, min_open: true, max_open: false } })).toBe(
      'expected an integer > 0, got 0',
    )
    expect(message('string', 'q', { categories: ['a', 'b'] })).toBe('expected "a" or "b", got "q"')
    expect(message('string', 'q', { categories: [...'abcdefgh'] })).toBe('expected one of 8 categories, got "q"')
    expect(message('string', 'q', { length: { min: 2, max: 3 } })).toBe('expected 2 to 3 characters, got "q"')
  })
})

describe('columns', () => {
  const schema = schemaOf(
    [
      input('a', 'float64', {}, { absent: 'missing', null: 'missing' }),
      input('b', 'string', { categories: ['x'] }, { unseen_category: 'keep' }),
      input('c', 'int64', closed(0, 9), { out_of_range: 'clip' }),
    ],
    [],
    'error',
  )

  function encodeColumns(data: unknown, block: number): unknown {
    const { inputs } = recordEncoder(schema, encodersOf(schema))
    const encoder = columnsEncoder(schema, encodersOf(schema))
    const selected = encoder.selectColumns(data)
    const issues: Issue[] = []
    const cells: unknown[][] = inputs.map(() => [])
    const refused: number[] = []
    for (let start = 0; start < selected.rows; start += block) {
      const rows = Math.min(block, selected.rows - start)
      const columns = inputs.map((type) => allocate(type, rows))
      const flags = new Uint8Array(rows)
      encoder.encodeColumns(selected, start, rows, columns, issues, flags)
      columns.forEach((column, i) => cells[i]!.push(...column.data))
      refused.push(...flags)
    }
    return { cells, refused, issues }
  }

  function encodeRecords(records: readonly unknown[]): unknown {
    const { inputs, encodeRecord } = recordEncoder(schema, encodersOf(schema))
    const columns = inputs.map((type) => allocate(type, records.length))
    const issues: Issue[] = []
    const refused = records.map((record, row) => +!encodeRecord(record, row, columns, issues))
    return { cells: columns.map(({ data }) => [...data]), refused, issues }
  }

  test('give what the records give, whatever the blocks', () => {
    const data = {
      c: [1, 2.5, 12, -1, NaN],
      a: [1, null, 'x', undefined, 5],
      b: ['x', 'y', 'x', null, '\udc00'],
      z: [1, 2, 3, 4, 5],
    }
    const records = data.a.map((a, i) => ({ a, b: data.b[i], c: data.c[i], z: data.z[i] }))
    const expected = encodeRecords(records)
    expect(encodeColumns(data, 100)).toEqual(expected)
    expect(encodeColumns(data, 2)).toEqual(expected)
    expect(expected).toMatchObject({ refused: [1, 1, 1, 1, 1] })
    const known = { a: data.a, b: data.b, c: data.c }
    expect(encodeColumns(known, 3)).toEqual(encodeRecords(data.a.map((a, i) => ({ a, b: data.b[i], c: data.c[i] }))))
    expect(encodeColumns(known, 3)).toMatchObject({ refused: [0, 1, 1, 1, 1] })
  })

  test('a column that is not there is absent in every row; typed arrays are columns', () => {
    expect(encodeColumns({ b: ['x', 'x'], c: Uint8Array.of(3, 200) }, 10)).toMatchObject({
      cells: [
        [NaN, NaN],
        ['x', 'x'],
        [3, 9],
      ],
      refused: [0, 0],
    })
    expect(encodeColumns({ b: ['x'], c: BigInt64Array.of(3n) }, 10)).toMatchObject({ refused: [1] })
    expect(encodeColumns({}, 10)).toMatchObject({ refused: [] })
  })

  test('of float64 give what records give: within bounds, at them, and beyond', () => {
    const open = { min: 0, max: 1, min_open: true, max_open: true }
    const schema = schemaOf([
      input('a', 'float64'),
      input('b', 'float64', closed(0, 1), { out_of_range: 'clip' }),
      input('c', 'float64', { range: open }),
      input('d', 'float64', closed(-1, 0), { nan: 'missing' }),
      input('e', 'float64', closed(0, 0), { out_of_range: 'keep' }),
    ])
    const names = schema.inputs.map(({ name }) => name)
    const values = [0, -0, 1, -1, 0.5, -0.5, 2, NaN, Infinity, 3.5e38, 3.4028234663852886e38, Number.MIN_VALUE, 1e-9]
    const rows = values.length ** 2
    const data = Object.fromEntries(
      names.map((name, k) => [
        name,
        Float64Array.from({ length: rows }, (_, i) => {
          const varied = k === 4 || k === i % 4
          return varied
            ? values[(k % 2 === 0 ? i : Math.floor(i / values.length)) % values.length]!
            : [0, 0, 0.5, -0.5][k]!
        }),
      ]),
    )
    const matrix = (): readonly Column[] => {
      const cells = new Float64Array(rows * 5)
      return names.map((_, k) => ({ kind: 'number', width: 1, data: cells, offset: k, stride: 5 }))
    }
    const byRecord = matrix()
    const byColumn = matrix()
    const expected: Issue[] = []
    const { encodeRecord } = recordEncoder(schema, encodersOf(schema))
    const refused = Array.from({ length: rows }, (_, row) => {
      const record = Object.fromEntries(names.map((name) => [name, data[name]![row]]))
      return +!encodeRecord(record, row, byRecord, expected)
    })
    const issues: Issue[] = []
    const flags = new Uint8Array(rows)
    const encoder = columnsEncoder(schema, encodersOf(schema))
    encoder.encodeColumns(encoder.selectColumns(data), 0, rows, byColumn, issues, flags)
    expect(byColumn).toEqual(byRecord)
    expect(issues).toEqual(expected)
    expect([...flags]).toEqual(refused)
    expect(new Set(refused)).toEqual(new Set([0, 1]))
  })

  test('are written through views; unknown columns are ignored when the schema says so', () => {
    const encoder = columnsEncoder(...prepared(schemaOf([input('a', 'float64')])))
    const data = new Float64Array(7)
    const column: Column = { kind: 'number', width: 1, data, offset: 1, stride: 3 }
    const refused = new Uint8Array(2)
    encoder.encodeColumns(encoder.selectColumns({ z: [1, 2], a: [4, 5] }), 0, 2, [column], [], refused)
    expect([...data]).toEqual([0, 4, 0, 0, 5, 0, 0])
    expect([...refused]).toEqual([0, 0])
  })

  test.each<[string, unknown]>([
    ['lengths that differ', { a: [1, 2], b: ['x'] }],
    ['an unknown column of another length', { a: [1, 2], q: [1] }],
    ['a string', { a: 'ab' }],
    ['an object with a length', { a: { length: 2 } }],
    ['a DataView', { a: new DataView(new ArrayBuffer(2)) }],
    ['null', { a: null }],
    ['an array of records', [{ a: 1 }]],
    ['no object', 'a'],
  ])('%s: ERR_ARGUMENT', (_, data) => {
    expect(() => columnsEncoder(schema, encodersOf(schema)).selectColumns(data)).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT' }),
    )
  })
})

describe('validate', () => {
  const schema = schemaOf([
    input('age', 'float32', closed(0, 120), { out_of_range: 'clip', null: 'missing' }),
    input('plan', 'string', {}, { absent: { value: 'basic' } }),
    input('ok', 'bool', {}, { absent: 'missing' }),
    input('__proto__', 'int64', {}, { absent: { value: 4 } }),
  ])

  test('the value is the record after the policies', () => {
    const result = validator(schema, encodersOf(schema))({ age: 200, extra: 1 })
    expect(result).toEqual({
      ok: true,
      value: JSON.parse('{"age":120,"plan":"basic","ok":null,"__proto__":4}'),
      issues: [expect.objectContaining({ row: 0, field: 'age', code: 'out_of_range', value: 200, fatal: false })],
    })
    expect(validator(schema, encodersOf(schema))({ age: null, plan: 'pro', ok: false })).toMatchObject({
      ok: true,
      value: { age: null, plan: 'pro', ok: false },
    })
    expect(validator(schema, encodersOf(schema))({ age: 0.1 })).toMatchObject({ value: { age: 0.10000000149011612 } })
  })

  test('all problems of row 0, flags included', () => {
    expect(validator(schema, encodersOf(schema))({ age: 121, plan: 7 })).toMatchObject({
      ok: false,
      issues: [
        { row: 0, field: 'age', code: 'out_of_range', value: 121, fatal: false },
        { row: 0, field: 'plan', code: 'wrong_type', value: 7, fatal: true },
      ],
    })
    expect(validator(schema, encodersOf(schema))([])).toMatchObject({
      ok: false,
      issues: [{ field: '', code: 'not_a_record' }],
    })
  })

  test('Standard Schema', () => {
    const { version, vendor, validate } = standardSchema(validator(schema, encodersOf(schema)))['~standard']
    expect([version, vendor]).toEqual([1, 'skewless'])
    expect(validate({ age: 1 })).toEqual({ value: JSON.parse('{"age":1,"plan":"basic","ok":null,"__proto__":4}') })
    expect(validate({ age: 121, plan: 7 })).toEqual({
      issues: [{ message: 'expected a well-formed string, got 7', path: ['plan'] }],
    })
    for (const [value, named] of [
      [1, '1'],
      [new Map(), 'an instance of a class'],
    ])
      expect(validate(value)).toEqual({
        issues: [{ message: `expected a plain object, got ${named as string}`, path: [] }],
      })
  })
})

describe('outputs', () => {
  const schema = schemaOf(
    [],
    [
      output('label', 'string'),
      output('flag', 'bool'),
      output('count', 'int64'),
      output('p', 'float64', 'object', ['b', '1', '__proto__']),
      output('list', 'float32', 'list'),
      output('texts', 'string', 'list'),
      output('__proto__', 'bool', 'object', ['k']),
    ],
  )
  const strings = (width: number, ...data: (string | null)[]): Column => ({
    kind: 'string',
    width,
    data,
    offset: 0,
    stride: width,
  })
  const numbers = (width: number, ...data: number[]): Column => ({
    kind: 'number',
    width,
    data: Float64Array.from(data),
    offset: 0,
    stride: width,
  })
  const columns = [
    strings(1, 'a', null),
    numbers(1, 1, NaN),
    numbers(1, 3, NaN),
    numbers(3, 0.25, 0, -0, NaN, Infinity, 2),
    numbers(2, 1, 2, NaN, 4),
    strings(2, 'x', 'y', null, 'z'),
    numbers(1, 0, 1),
  ]

  test('rows', () => {
    const { decodeRow } = recordDecoder(schema)
    const first = decodeRow(columns, 0)
    expect(Object.entries(first)).toEqual([
      ['label', 'a'],
      ['flag', true],
      ['count', 3],
      ['p', expect.anything()],
      ['list', [1, 2]],
      ['texts', ['x', 'y']],
      ['__proto__', expect.anything()],
    ])
    expect(Object.getPrototypeOf(first)).toBe(Object.prototype)
    const p = first['p'] as Record<string, unknown>
    expect(Object.getPrototypeOf(p)).toBe(Object.prototype)
    expect(Object.entries(p)).toEqual([
      ['1', 0],
      ['b', 0.25],
      ['__proto__', -0],
    ])
    expect(Object.entries(first['__proto__'] as object)).toEqual([['k', false]])
    const second = decodeRow(columns, 1)
    expect([second['label'], second['flag'], second['count'], second['list'], second['texts']]).toEqual([
      null,
      null,
      null,
      [null, 4],
      [null, 'z'],
    ])
    expect(Object.entries(second['p'] as object)).toEqual([
      ['1', Infinity],
      ['b', null],
      ['__proto__', 2],
    ])
  })

  test('views with offset and stride', () => {
    const one = schemaOf([], [output('y', 'float64', 'list')])
    const column: Column = {
      kind: 'number',
      width: 2,
      data: Float64Array.from([9, 1, 2, 9, 3, 4]),
      offset: 1,
      stride: 3,
    }
    expect(recordDecoder(one).decodeRow([column], 1)).toEqual({ y: [3, 4] })
    const decoder = columnsDecoder(one, [2], 2)
    decoder.decodeColumns([column], 2, new Uint8Array(2), 0)
    expect(decoder.columns['y']).toEqual([Float64Array.of(1, 3), Float64Array.of(2, 4)])
  })

  test('columns, block by block, refused rows missing', () => {
    const widths = columns.map(({ width }) => width)
    const decoder = columnsDecoder(schema, widths, 3)
    decoder.decodeColumns(columns, 2, Uint8Array.of(0, 0), 0)
    decoder.decodeColumns(columns, 1, Uint8Array.of(1), 2)
    expect(Object.entries(decoder.columns).slice(0, 3)).toEqual([
      ['label', ['a', null, null]],
      ['flag', [true, null, null]],
      ['count', Float64Array.of(3, NaN, NaN)],
    ])
    const p = decoder.columns['p'] as Record<string, unknown>
    expect(Object.getPrototypeOf(p)).toBe(Object.prototype)
    expect(Object.entries(p)).toEqual([
      ['1', Float64Array.of(0, Infinity, NaN)],
      ['b', Float64Array.of(0.25, NaN, NaN)],
      ['__proto__', Float64Array.of(-0, 2, NaN)],
    ])
    expect(decoder.columns['texts']).toEqual([
      ['x', null, null],
      ['y', 'z', null],
    ])
    expect(Object.entries(decoder.columns['__proto__'] as object)).toEqual([['k', [false, true, null]]])
  })

  test('widths and kinds are checked', () => {
    const types = columns.map(({ kind, width }) => ({ kind, width }))
    const at = 'graph.json#/outputs'
    checkOutputs(schema, types, at)
    const refused = (index: number, type: { kind: 'number' | 'string'; width: number }, name: string): void => {
      const changed = types.map((own, i) => (i === index ? type : own))
      expect(() => checkOutputs(schema, changed, at)).toThrow(
        expect.objectContaining({ code: 'ERR_GRAPH_INVALID', at: `${at}/${name}` }),
      )
    }
    refused(0, { kind: 'number', width: 1 }, 'label')
    refused(0, { kind: 'string', width: 2 }, 'label')
    refused(1, { kind: 'string', width: 1 }, 'flag')
    refused(3, { kind: 'number', width: 2 }, 'p')
    refused(4, { kind: 'string', width: 2 }, 'list')
  })
})

describe('text', () => {
  const read = (type: string, text: string, missing: readonly string[] = ['', 'NA']): unknown =>
    textReader(schemaOf([input('x', type, { missing_text: missing })]).inputs[0]!)(text)

  test.each<[string, string, unknown]>([
    ['float64', '1', 1],
    ['float64', ' \t-1.5e3 ', -1500],
    ['float64', '+.5', 0.5],
    ['float64', '5.', 5],
    ['float64', '0.1', 0.1],
    ['float64', '1E+2', 100],
    ['float64', '-0', -0],
    ['float64', '1e400', Infinity],
    ['float64', 'NaN', NaN],
    ['float64', '-INF', -Infinity],
    ['float32', '+Infinity', Infinity],
    ['float64', '', null],
    ['float64', 'NA', null],
    ['float64', '  ', null],
    ['float64', ' NA', ' NA'],
    ['float64', '.', '.'],
    ['float64', '1e', '1e'],
    ['float64', '0x10', '0x10'],
    ['float64', '1_000', '1_000'],
    ['float64', '1,5', '1,5'],
    ['float64', '\u00a01', '\u00a01'],
    ['float64', '\uff11', '\uff11'],
    ['float64', '1\n', '1\n'],
    ['int64', '42', 42],
    ['int64', '4e1', 40],
    ['int64', '4.5', 4.5],
    ['bool', 'true', true],
    ['bool', ' FALSE ', false],
    ['bool', '1', true],
    ['bool', '0', false],
    ['bool', '1.0', '1.0'],
    ['bool', 'yes', 'yes'],
    ['bool', 'NA', null],
    ['string', ' a ', ' a '],
    ['string', 'NA', null],
    ['string', ' ', ' '],
  ])('%s %j is %s', (type, text, value) => {
    expect(read(type, text)).toBe(value)
  })

  test('an empty text is missing, except for a string that does not say so', () => {
    expect(read('bool', '', [])).toBe(null)
    expect(read('string', '', [])).toBe('')
    expect(read('string', '', [''])).toBe(null)
  })

  test('what is outside of the grammar is of the wrong type', () => {
    expect(one('bool', read('bool', 'yes')).issues).toEqual(['wrong_type!'])
    expect(one('int64', read('int64', '4.5')).issues).toEqual(['wrong_type!'])
  })
})

describe('generated', () => {
  const schema = schemaOf(
    [
      input('age', 'float64', { ...closed(0, 120), description: 'Age\nat start */', unit: 'years', example: 41 }),
      input('plan', 'string', { categories: ['basic', 'pro'] }, { null: 'missing', absent: 'missing' }),
      input('a "b"', 'int64', {}, { absent: { value: 1 }, wrong_type: 'missing' }),
      input('note', 'string', { categories: ['x'] }, { unseen_category: 'keep', empty: 'keep' }),
    ],
    [output('label', 'string'), output('p', 'float64', 'object', ['leave', '1']), output('z-z', 'bool', 'list')],
    'error',
  )

  test('JSON Schema of a record in', () => {
    expect(inputJsonSchema(schema)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        age: { description: 'Age\nat start */\nUnit: years', type: 'number', minimum: 0, maximum: 120, examples: [41] },
        plan: { anyOf: [{ enum: ['basic', 'pro'] }, { type: 'null' }] },
        'a "b"': {
          anyOf: [
            { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
            {
              not: {
                anyOf: [{ type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 }, { type: 'null' }],
              },
            },
          ],
        },
        note: { type: 'string' },
      },
      required: ['age', 'note'],
      additionalProperties: false,
    })
  })

  test('JSON Schema of a record out', () => {
    expect(outputJsonSchema(schema)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        label: { type: ['string', 'null'] },
        p: {
          type: 'object',
          properties: { leave: { type: ['number', 'null'] }, '1': { type: ['number', 'null'] } },
          required: ['leave', '1'],
          additionalProperties: false,
        },
        'z-z': { type: 'array', items: { type: ['boolean', 'null'] } },
      },
      required: ['label', 'p', 'z-z'],
      additionalProperties: false,
    })
  })

  test('TypeScript', () => {
    expect(typeDeclarations(schema, 'churn model-2')).toBe(`export interface ChurnModel2Input {
  /**
   * Age
   * at start *\\/
   * Unit: years
   */
  age: number
  plan?: "basic" | "pro" | null | undefined
  "a \\"b\\""?: unknown
  note: string
}

export interface ChurnModel2Output {
  label: string | null
  p: {
    leave: number | null
    "1": number | null
  }
  "z-z": (boolean | null)[]
}
`)
    expect(typeDeclarations(schemaOf([]), '2 \u00e9')).toContain('interface Model2Input')
  })
})
