import { describe, expect, test } from 'vitest'
import { allocate, type Column } from '../src/column.js'
import type { Issue } from '../src/errors.js'
import { checkOutputs } from '../src/schema/check-outputs.js'
import { columnsDecoder } from '../src/schema/decode-columns.js'
import { recordDecoder } from '../src/schema/decode.js'
import type { Schema } from '../src/schema/document.js'
import { recordEncoder } from '../src/schema/encode.js'
import { inputJsonSchema } from '../src/schema/input-json-schema.js'
import { openApi } from '../src/schema/openapi.js'
import { outputJsonSchema } from '../src/schema/output-json-schema.js'
import { textReader } from '../src/schema/text.js'
import { typeDeclarations } from '../src/schema/type-declarations.js'
import { validator } from '../src/schema/validate.js'
import { formatDatetime, parseDatetime } from '../src/text/datetime.js'
import { closed, encodersOf, input, output, prepared, schemaOf } from './schema-documents.js'

function encodeOne(schema: Schema, record: unknown): { cells: unknown[]; accepted: boolean; issues: string[] } {
  const { inputs, encodeRecord } = recordEncoder(schema, encodersOf(schema))
  const columns = inputs.map((type) => allocate(type, 2))
  const issues: Issue[] = []
  const accepted = encodeRecord(record, 1, columns, issues)
  const { data, width } = columns[0]!
  const codes = issues.map(({ code, fatal }) => `${code}${fatal ? '!' : ''}`)
  return { cells: [...data.slice(width, 2 * width)], accepted, issues: codes }
}

const one = (type: string, value: unknown, changes = {}, policy = {}): ReturnType<typeof encodeOne> =>
  encodeOne(schemaOf([input('x', type, changes, policy)]), { x: value })

/** Microseconds by the host's own calendar, which ours is compared with. */
const micros = (text: string): number => new Date(text).getTime() * 1000

const naive = { zoned: false }

describe('datetime texts', () => {
  test.each([
    '1970-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999Z',
    '2000-02-29T12:34:56.789Z',
    '1900-03-01T00:00:00Z',
    '2100-02-28T23:59:00Z',
    '1685-01-01T00:00:00Z',
    '2254-12-31T23:59:59.999Z',
    '2024-06-30T01:02:03+05:45',
    '2024-12-31T23:30:00-01:30',
    '2254-12-31T23:59:59.999-23:59',
  ])('%s is what the host says', (text) => {
    expect(parseDatetime(text, true)).toBe(micros(text))
    expect(Number.isSafeInteger(micros(text))).toBe(true)
  })

  test.each([
    ['2024-01-02 03:04:05.000006+00:00', '2024-01-02T03:04:05.000Z', 6],
    ['2024-01-02t03:04z', '2024-01-02T03:04:00Z', 0],
    ['2024-01-02T03:04+02', '2024-01-02T01:04:00Z', 0],
    ['2024-01-02T03:04+0230', '2024-01-02T00:34:00Z', 0],
    ['2024-01-02T03:04:05.5Z', '2024-01-02T03:04:05.5Z', 0],
    ['2024-01-02T03:04:05.123456000Z', '2024-01-02T03:04:05.123Z', 456],
  ])('%s', (text, same, more) => {
    expect(parseDatetime(text, true)).toBe(micros(same) + more)
  })

  test('naive ones', () => {
    expect(parseDatetime('2024-01-02', false)).toBe(micros('2024-01-02T00:00:00Z'))
    expect(parseDatetime('2024-01-02 03:04:05.25', false)).toBe(micros('2024-01-02T03:04:05.250Z'))
  })

  test.each([
    ...['2024-01-02', '2024-01-02T03:04', '2024-01-02T03:04Z ', ' 2024-01-02T03:04Z', '2024-01-02T03:04ZZ'],
    ...['2024-01-02T24:00Z', '2024-01-02T23:60Z', '2024-01-02T23:59:60Z', '2024-01-02T03Z', '2024-01-02T03:4Z'],
    ...['2023-02-29T00:00Z', '1900-02-29T00:00Z', '2024-04-31T00:00Z', '2024-13-01T00:00Z', '2024-00-01T00:00Z'],
    ...['2024-01-00T00:00Z', '2024-1-01T00:00Z', '24-01-01T00:00Z', '+2024-01-01T00:00Z', '1684-12-31T00:00Z'],
    ...['2255-01-01T00:00Z', '2024-01-01T00:00:00.Z', '2024-01-01T00:00:00.1234567Z', '2024-01-01T00:00:00,5Z'],
    ...['2024-01-01T00:00+24:00', '2024-01-01T00:00+01:60', '2024-01-01T00:00+1', '2024-01-01T00:00+01:', '20240101'],
    ...['2024-01-01T00:00 Z', '2024-01-01T00:00 UTC', '٢٠٢٤-01-01T00:00Z', '', 'now'],
  ])('%j is none', (text) => {
    expect(parseDatetime(text, true)).toBeUndefined()
  })

  test('with an offset is not naive', () => {
    expect(parseDatetime('2024-01-02T03:04Z', false)).toBeUndefined()
    expect(parseDatetime('2024-01-02T', false)).toBeUndefined()
  })

  test('written and read again, over 570 years', () => {
    for (let i = 0; i < 20_000; i++) {
      const at = -8_993_635_200_000_000 + Math.floor((i / 20_000) * 17_900_000_000_000_000) + i
      const text = formatDatetime(at, true)
      expect(parseDatetime(text, true)).toBe(at)
      const milliseconds = Math.floor(at / 1000)
      expect(text.slice(0, 19)).toBe(new Date(milliseconds).toISOString().slice(0, 19))
    }
  })
})

describe('datetime', () => {
  const at = micros('2024-01-02T03:04:05Z')
  const range = closed(0, at)

  test.each<[unknown, object, string | null]>([
    ['2024-01-02T03:04:05Z', range, null],
    ['2024-01-02T03:04:05.000001Z', range, 'out_of_range'],
    ['1969-12-31T23:59:59Z', range, 'out_of_range'],
    ['2024-01-02T03:04:05', range, 'wrong_type'],
    ['2024-01-02T03:04:05', naive, null],
    ['2024-01-02T03:04:05Z', naive, 'wrong_type'],
    ['', {}, 'empty'],
    [at, {}, 'wrong_type'],
    [new Date(0), {}, 'wrong_type'],
    [NaN, {}, 'wrong_type'],
    [undefined, {}, 'absent'],
    [null, {}, 'null'],
    [NaN, { encoding: 'seconds' }, 'nan'],
    ['2024-01-02T03:04:05Z', { encoding: 'seconds' }, 'wrong_type'],
    ['', { encoding: 'seconds' }, 'wrong_type'],
    [Infinity, { encoding: 'seconds' }, 'wrong_type'],
    [9007199254, { encoding: 'seconds' }, null],
    [9007199255, { encoding: 'seconds' }, 'wrong_type'],
    [2 ** 53, { encoding: 'microseconds' }, 'wrong_type'],
    [-(2 ** 53) + 1, { encoding: 'microseconds' }, null],
    [1n, { encoding: 'microseconds' }, 'wrong_type'],
  ])('%s %j: %s', (value, changes, condition) => {
    const { accepted, issues } = one('datetime', value, changes)
    expect(issues).toEqual(condition === null ? [] : [`${condition}!`])
    expect(accepted).toBe(condition === null)
  })

  test.each<[unknown, string, number]>([
    [1.5, 'seconds', 1_500_000],
    [-0.0000015, 'seconds', -2],
    [0.0000025, 'seconds', 2],
    [1704164645123.4565, 'milliseconds', 1704164645123456.5 - 0.5],
    [2.5, 'microseconds', 2],
    [3.5, 'microseconds', 4],
    [-2.5, 'microseconds', -2],
    [-0.25, 'microseconds', 0],
    [4503599627370497, 'microseconds', 4503599627370497],
  ])('%s %s', (value, encoding, cell) => {
    expect(one('datetime', value, { encoding }).cells).toEqual([cell])
  })

  test('policies', () => {
    const late = '2030-01-01T00:00:00Z'
    expect(one('datetime', late, range, { out_of_range: 'clip' })).toEqual({
      cells: [at],
      accepted: true,
      issues: ['out_of_range'],
    })
    expect(one('datetime', late, range, { out_of_range: 'keep' }).cells).toEqual([micros(late)])
    expect(one('datetime', 'soon', range, { wrong_type: { value: 7 } }).cells).toEqual([7])
    expect(one('datetime', '', range, { empty: 'missing' })).toEqual({ cells: [NaN], accepted: true, issues: [] })
    expect(one('datetime', NaN, { encoding: 'seconds' }, { nan: { value: 7 } }).cells).toEqual([7])
  })

  test('a valid record says it in the form of the input', () => {
    const schema = schemaOf([
      input('a', 'datetime'),
      input('b', 'datetime', naive),
      input('c', 'datetime', { encoding: 'milliseconds' }),
      input('d', 'datetime', {}, { null: 'missing' }),
    ])
    const record = { a: '2024-01-02T05:04:05.5+02:00', b: '2024-01-02', c: 1704164645123, d: null }
    expect(validator(schema, encodersOf(schema))(record)).toMatchObject({
      value: { a: '2024-01-02T03:04:05.500000Z', b: '2024-01-02T00:00:00', c: 1704164645123, d: null },
    })
  })

  test('messages', () => {
    const message = (value: unknown, changes = {}): string => {
      const result = validator(...prepared(schemaOf([input('x', 'datetime', changes)])))({ x: value })
      return result.issues[0]!.message
    }
    expect(message('now')).toBe('expected a date and time with an offset, got "now"')
    expect(message('now', naive)).toBe('expected a date and time without an offset, got "now"')
    expect(message('1960-01-01T00:00Z', range)).toBe(
      'expected a time >= 1970-01-01T00:00:00Z and <= 2024-01-02T03:04:05Z, got "1960-01-01T00:00Z"',
    )
    expect(message('a', { encoding: 'seconds' })).toBe('expected seconds from 1970, got "a"')
  })
})

describe('number_list', () => {
  test.each<[unknown, object, string | null]>([
    [[1, 2], {}, null],
    [Float64Array.of(1, 2), {}, null],
    [Int8Array.of(1, 2), {}, null],
    [[1, '2'], {}, 'wrong_type'],
    [[1, undefined], {}, 'wrong_type'],
    [new Array(2), {}, 'wrong_type'],
    [BigInt64Array.of(1n, 2n), {}, 'wrong_type'],
    [new DataView(new ArrayBuffer(2)), {}, 'wrong_type'],
    ['12', {}, 'wrong_type'],
    [{ length: 2, 0: 1, 1: 2 }, {}, 'wrong_type'],
    [undefined, {}, 'absent'],
    [null, {}, 'null'],
    [[1], {}, 'wrong_length'],
    [[1, 2, 3], {}, 'wrong_length'],
    [['a'], {}, 'wrong_length'],
    [[], {}, 'wrong_length'],
    [[1, null], {}, 'nan'],
    [[NaN, 1], {}, 'nan'],
    [[1, Infinity], {}, 'infinite'],
    [[1, 1e39], {}, 'beyond_float32'],
    [[1, 3], closed(0, 2), 'out_of_range'],
    [[0.1, 0.1], { items: 'float32', ...closed(null, 0.1) }, null],
  ])('%s %j: %s', (value, changes, condition) => {
    const { accepted, issues } = one('number_list', value, changes)
    expect(issues).toEqual(condition === null ? [] : [`${condition}!`])
    expect(accepted).toBe(condition === null)
  })

  test('cells', () => {
    expect(one('number_list', [1, -0]).cells).toEqual([1, -0])
    expect(one('number_list', [0.1, 16777217], { items: 'float32' }).cells).toEqual([0.10000000149011612, 16777216])
    expect(one('number_list', null, {}, { null: 'missing' }).cells).toEqual([NaN, NaN])
    expect(one('number_list', null, {}, { null: { value: [3, 4] } }).cells).toEqual([3, 4])
    expect(one('number_list', [1], {}, { wrong_length: { value: [3, 4] } }).cells).toEqual([3, 4])
    expect(one('number_list', [1, 'a'], {}, { wrong_type: 'missing' }).cells).toEqual([NaN, NaN])
    expect(one('number_list', [null, 2], {}, { nan: { value: -1 } }).cells).toEqual([-1, 2])
    expect(one('number_list', [5, 2], closed(0, 3), { out_of_range: 'clip' })).toEqual({
      cells: [3, 2],
      accepted: true,
      issues: ['out_of_range'],
    })
  })

  test('one issue for each condition, at its first item; all of them', () => {
    const schema = schemaOf([input('x', 'number_list', { size: 5, ...closed(0, 9) }, { out_of_range: 'keep' })])
    const { issues } = validator(schema, encodersOf(schema))({ x: [1, -1, NaN, -2, NaN] })
    expect(issues.map(({ code, message, value, fatal }) => [code, message, value, fatal])).toEqual([
      ['out_of_range', 'expected a number >= 0 and <= 9 as item 1, got -1', -1, false],
      ['nan', 'expected a number as item 2, got NaN', NaN, true],
    ])
    expect(encodeOne(schema, { x: [1, -1, NaN, -2, NaN] }).cells).toEqual([1, -1, NaN, -2, NaN])
    expect(validator(schema, encodersOf(schema))({ x: [1] }).issues[0]!.message).toBe(
      'expected an array of 5 numbers, got an array of 1',
    )
  })

  test('a list that throws when it is read is of the wrong type', () => {
    const unread = new Proxy([1, 2], {
      get: () => {
        throw new Error('no')
      },
    })
    expect(one('number_list', unread, {}, { wrong_type: 'missing' }).cells).toEqual([NaN, NaN])
    expect(one('number_list', unread).issues).toEqual(['wrong_type!'])
  })

  test('each item is read once', () => {
    const reads: PropertyKey[] = []
    const list = new Proxy([1, 99], {
      get: (target, key) => (reads.push(key), Reflect.get(target, key)),
    })
    one('number_list', list, closed(0, 9), { out_of_range: 'clip' })
    expect(reads).toEqual(['length', '0', '1'])
  })

  test('a replacement has the size and fits float32', () => {
    expect(() => schemaOf([input('x', 'number_list', {}, { null: { value: [1] } })])).toThrow(/expected 2 values/)
    expect(() => schemaOf([input('x', 'number_list', { items: 'float32' }, { null: { value: [1, 1e39] } })])).toThrow(
      /policy\/null\/value\/1/,
    )
    expect(() => schemaOf([input('x', 'number_list', { size: 0 })])).toThrow(/size/)
    expect(() => schemaOf([input('x', 'datetime', closed(0.5, null))])).toThrow(/safe integer/)
  })

  test('a valid record has the items', () => {
    const schema = schemaOf([input('x', 'number_list', {}, { nan: 'missing' })])
    expect(validator(schema, encodersOf(schema))({ x: Float32Array.of(0.5, NaN) })).toMatchObject({
      value: { x: [0.5, null] },
    })
  })
})

describe('string_list', () => {
  const closedList = { categories: ['a', 'b'], length: { min: 1, max: 3 } }

  test.each<[unknown, object, string | null]>([
    [[], {}, null],
    [['a', 'a', ''], {}, null],
    [['a', 'b'], closedList, null],
    [[], closedList, 'wrong_length'],
    [['a', 1, 2, 3], closedList, 'wrong_length'],
    [['a', 'c'], closedList, 'unseen_category'],
    [['a', 'constructor'], closedList, 'unseen_category'],
    [['a', null], {}, 'wrong_type'],
    [['\ud800'], {}, 'wrong_type'],
    ['ab', {}, 'wrong_type'],
    [Int8Array.of(1), {}, 'wrong_type'],
    [undefined, {}, 'absent'],
    [null, {}, 'null'],
  ])('%j %j: %s', (value, changes, condition) => {
    const { accepted, issues } = one('string_list', value, changes)
    expect(issues).toEqual(condition === null ? [] : [`${condition}!`])
    expect(accepted).toBe(condition === null)
  })

  test('cells are the items, after the policies', () => {
    expect(one('string_list', ['a', 'b'])).toEqual({ cells: [['a', 'b']], accepted: true, issues: [] })
    expect(one('string_list', ['a', 'x', 'b'], closedList, { unseen_category: 'missing' }).cells).toEqual([['a', 'b']])
    expect(one('string_list', ['x', 'y'], closedList, { unseen_category: 'keep' })).toEqual({
      cells: [['x', 'y']],
      accepted: true,
      issues: ['unseen_category'],
    })
    const other = { unseen_category: { value: 'other' } }
    expect(one('string_list', ['a', 'x'], closedList, other).cells).toEqual([['a', 'other']])
    expect(one('string_list', null, {}, { null: 'missing' }).cells).toEqual([null])
    expect(one('string_list', null, {}, { null: { value: ['z'] } }).cells).toEqual([['z']])
    expect(one('string_list', ['x'], closedList).cells).toEqual([null])
  })

  test('a validated record has the list as it goes in', () => {
    const changes = { categories: ['a', 'b'] }
    const schema = schemaOf([input('x', 'string_list', changes, { unseen_category: 'missing', null: 'missing' })])
    const validate = validator(schema, encodersOf(schema))
    expect(validate({ x: ['b', 'c', 'a'] })).toEqual({ ok: true, value: { x: ['b', 'a'] }, issues: [] })
    expect(validate({ x: null })).toEqual({ ok: true, value: { x: null }, issues: [] })
  })

  test('later changes of the list do not reach the cell', () => {
    const { inputs, encodeRecord } = recordEncoder(...prepared(schemaOf([input('x', 'string_list')])))
    const columns = inputs.map((type) => allocate(type, 1))
    const list = ['a']
    encodeRecord({ x: list }, 0, columns, [])
    list.push('b')
    expect(columns[0]!.data[0]).toEqual(['a'])
  })
})

describe('maps', () => {
  const proto = (text: string): unknown => JSON.parse(text)

  test.each<[string, unknown, object, string | null]>([
    ['number_map', proto('{"a":1,"__proto__":2}'), {}, null],
    ['number_map', proto('{"a":1,"__proto__":"2"}'), {}, 'wrong_type'],
    ['number_map', { a: 1 }, {}, 'absent_key'],
    ['number_map', proto('{"a":1,"__proto__":2,"c":3}'), {}, 'unseen_key'],
    ['number_map', proto('{"a":null,"__proto__":2}'), {}, 'nan'],
    ['number_map', proto('{"a":-1,"__proto__":2}'), closed(0, 9), 'out_of_range'],
    ['number_map', new Map([['a', 1]]), {}, 'wrong_type'],
    ['number_map', [1, 2], {}, 'wrong_type'],
    ['number_map', null, {}, 'null'],
    ['string_map', proto('{"a":"x","__proto__":""}'), {}, null],
    ['string_map', proto('{"a":"x","__proto__":null}'), {}, 'wrong_type'],
    ['string_map', proto('{"a":"\\ud800","__proto__":""}'), {}, 'wrong_type'],
    ['string_map', { a: 'x' }, {}, 'absent_key'],
    ['string_map', { a: 'x', toString: 'y' }, { keys: ['a'] }, 'unseen_key'],
    ['string_map', {}, { keys: ['toString'] }, 'absent_key'],
    ['string_map', undefined, {}, 'absent'],
  ])('%s %j %j: %s', (type, value, changes, condition) => {
    const { accepted, issues } = one(type, value, changes)
    expect(issues).toEqual(condition === null ? [] : [`${condition}!`])
    expect(accepted).toBe(condition === null)
  })

  test('cells in the order of the keys', () => {
    const keys = { keys: ['b', 'a'] }
    expect(one('number_map', { a: 1, b: 2 }, keys).cells).toEqual([2, 1])
    expect(one('number_map', { a: 1, c: 3 }, keys, { absent_key: { value: 0 }, unseen_key: 'missing' })).toEqual({
      cells: [0, 1],
      accepted: true,
      issues: [],
    })
    expect(one('number_map', { a: 1 }, keys, { absent_key: 'missing' }).cells).toEqual([NaN, 1])
    expect(one('number_map', null, keys, { null: { value: [7, 8] } }).cells).toEqual([7, 8])
    expect(one('string_map', { a: 'x' }, keys, { absent_key: 'missing' }).cells).toEqual([null, 'x'])
    expect(one('string_map', { a: 'x' }, keys, { absent_key: { value: 'none' } }).cells).toEqual(['none', 'x'])
    expect(one('string_map', 1, keys, { wrong_type: 'missing' }).cells).toEqual([null, null])
    expect(one('number_map', { a: 99, b: 1 }, { ...keys, ...closed(0, 9) }, { out_of_range: 'clip' })).toEqual({
      cells: [1, 9],
      accepted: true,
      issues: ['out_of_range'],
    })
  })

  test('messages, and what a valid record has', () => {
    const schema = schemaOf([input('x', 'number_map', { keys: ['a', 'b'] }, { nan: 'missing' })])
    expect(
      validator(schema, encodersOf(schema))({ x: { a: 1, c: 2 } }).issues.map(({ message, value }) => [message, value]),
    ).toEqual([
      ['expected a number under "b", got nothing', undefined],
      ['expected one of 2 keys, got "c"', 'c'],
    ])
    expect(validator(schema, encodersOf(schema))({ x: { a: 1, b: null } })).toMatchObject({ value: { x: { a: 1 } } })
  })

  test('what their documents are refused for', () => {
    expect(() => schemaOf([input('x', 'number_map', { keys: [] })])).toThrow(/keys/)
    expect(() => schemaOf([input('x', 'string_map', { keys: ['a', 'a'] })])).toThrow(/keys\/1/)
    expect(() => schemaOf([input('x', 'string_map', {}, { null: { value: ['a'] } })])).toThrow(/2 values/)
    expect(() => schemaOf([input('x', 'string_map', {}, { unseen_key: 'keep' })])).toThrow(/unseen_key/)
    expect(() => schemaOf([input('x', 'string_list', { length: { min: 2, max: 1 } })])).toThrow(/length/)
  })

  test('types', () => {
    const schema = schemaOf([
      input('n', 'number_map', {}, { absent_key: { value: 0 }, unseen_key: 'missing' }),
      input('s', 'string_map', { keys: ['a'] }),
      input('l', 'string_list'),
    ])
    expect(typeDeclarations(schema, 'm').split('\n').slice(1, 4)).toEqual([
      '  n: { a?: number | undefined; __proto__?: number | undefined; [key: string]: unknown }',
      '  s: { a: string }',
      '  l: readonly string[]',
    ])
  })
})

describe('text', () => {
  const read = (type: string, text: string, changes = {}): unknown =>
    textReader(schemaOf([input('x', type, changes)]).inputs[0]!)(text)

  test.each<[string, object, string, unknown]>([
    ['datetime', {}, ' 2024-01-02T03:04Z ', '2024-01-02T03:04Z'],
    ['datetime', {}, 'x', 'x'],
    ['datetime', {}, '', null],
    ['datetime', { encoding: 'seconds' }, ' 17e8', 17e8],
    ['datetime', { encoding: 'seconds' }, '2024-01-02', '2024-01-02'],
    ['number_list', {}, ' [1, 2.5, null]', [1, 2.5, null]],
    ['number_list', {}, '1,2', '1,2'],
    ['number_list', {}, '[1,', '[1,'],
    ['number_list', {}, ' ', null],
    ['string_list', {}, '["a", "b"]', ['a', 'b']],
    ['number_map', {}, '{"a": 1}', { a: 1 }],
  ])('%s %j %j', (type, changes, text, value) => {
    expect(read(type, text, changes)).toEqual(value)
  })
})

describe('groups', () => {
  const groups = [
    { name: 'color', keys: ['red', '1', '__proto__'] },
    { name: '__proto__', keys: ['a'] },
  ]
  const schema = schemaOf([], [output('p', 'float64', 'groups', groups)])
  const column: Column = {
    kind: 'number',
    width: 4,
    data: Float64Array.of(0.5, 0.25, NaN, 1, 1, 2, 3, 4),
    offset: 0,
    stride: 4,
  }

  test('rows and columns', () => {
    const p = recordDecoder(schema).decodeRow([column], 0)['p'] as Record<string, Record<string, unknown>>
    expect(Object.getPrototypeOf(p)).toBe(Object.prototype)
    expect(Object.entries(p).map(([name, cells]) => [name, Object.entries(cells)])).toEqual([
      [
        'color',
        [
          ['1', 0.25],
          ['red', 0.5],
          ['__proto__', null],
        ],
      ],
      ['__proto__', [['a', 1]]],
    ])
    const decoder = columnsDecoder(schema, [4], 2)
    decoder.decodeColumns([column], 2, new Uint8Array(2), 0)
    const columns = decoder.columns['p'] as Record<string, Record<string, unknown>>
    expect(columns['color']!['red']).toEqual(Float64Array.of(0.5, 1))
    expect(columns['color']!['__proto__']).toEqual(Float64Array.of(NaN, 3))
    expect(columns['__proto__']!['a']).toEqual(Float64Array.of(1, 4))
  })

  test('the width is that of all keys', () => {
    checkOutputs(schema, [{ kind: 'number', width: 4 }], 'graph.json#/outputs')
    expect(() => {
      checkOutputs(schema, [{ kind: 'number', width: 3 }], 'graph.json#/outputs')
    }).toThrow(/width 4/)
  })

  test.each<[string, unknown, string]>([
    ['equal names', [...groups, groups[0]], '/outputs/0/keys/2/name'],
    ['equal keys', [{ name: 'a', keys: ['b', 'b'] }], '/outputs/0/keys/0/keys/1'],
    ['plain keys', ['a'], '/outputs/0/keys/0'],
    ['no keys', null, '/outputs/0/keys'],
  ])('refuses %s', (_, keys, at) => {
    expect(() => schemaOf([], [output('p', 'float64', 'groups', keys as never)])).toThrow(
      expect.objectContaining({ code: 'ERR_SCHEMA_INVALID', at: `schema.json#${at}` }),
    )
  })

  test('JSON Schema', () => {
    expect(outputJsonSchema(schema)).toMatchObject({
      properties: { p: { properties: { color: { required: ['red', '1', '__proto__'] } } } },
    })
  })
})

describe('generated', () => {
  const schema = schemaOf(
    [
      input('at', 'datetime'),
      input('since', 'datetime', { encoding: 'seconds' }, { null: 'missing', absent: 'missing' }),
      input('vector', 'number_list', { size: 3 }),
      input('gaps', 'number_list', {}, { nan: 'missing' }),
    ],
    [output('p', 'float64', 'groups', [{ name: 'one', keys: ['a', 'b c'] }])],
  )

  test('TypeScript', () => {
    expect(typeDeclarations(schema, 'my model')).toBe(`export interface MyModelInput {
  at: string
  since?: number | null | undefined
  vector: ArrayLike<number>
  gaps: ArrayLike<number | null>
}

export interface MyModelOutput {
  p: {
    one: {
      a: number | null
      "b c": number | null
    }
  }
}
`)
  })

  test('TypeScript of what has no name or no text', () => {
    const odd = schemaOf(
      [
        input('closed', 'string', { categories: ['', 'a'] }),
        input('open', 'string', { categories: ['', 'a'] }, { empty: 'keep' }),
        input('map', 'number_map', { keys: ['', 'ok'] }),
      ],
      [output('p', 'float64', 'object', ['', 'a'])],
    )
    expect(typeDeclarations(odd, 'odd')).toBe(`export interface OddInput {
  closed: "a"
  open: "" | "a"
  map: { "": number; ok: number }
}

export interface OddOutput {
  p: {
    "": number | null
    a: number | null
  }
}
`)
  })

  test('OpenAPI', () => {
    const document = openApi(schema, { name: 'my model', version: '1.0', description: '' }) as never
    const plain: Record<string, unknown> = { ...inputJsonSchema(schema) }
    delete plain['$schema']
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'my model', version: '1.0' },
      components: { schemas: { MyModelInput: plain } },
    })
    expect(JSON.stringify(document)).not.toContain('$schema')
  })
})

test('keys of another type', () => {
  expect(() => schemaOf([{ ...input('x', 'datetime'), size: 1 }])).toThrow(/unknown key "size"/)
})
