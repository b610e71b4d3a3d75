import { describe, expect, it } from 'vitest'
import { BundleError } from '../src/errors.js'
import { canonical, readJson, writeJson, type JsonValue } from '../src/json/canonical.js'
import { tagNumber, untagNumber } from '../src/json/number.js'
import { defaultLimits, type Limits } from '../src/limits.js'

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function read(text: string | Uint8Array, limits: Partial<Limits> = {}): JsonValue {
  return readJson(typeof text === 'string' ? utf8(text) : text, 'graph.json', { ...defaultLimits, ...limits })
}

function failure(run: () => unknown): BundleError {
  try {
    run()
  } catch (error) {
    if (error instanceof BundleError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('canonical', () => {
  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (bits, text) => {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, BigInt('0x' + bits))
    expect(canonical(view.getFloat64(0))).toBe(text)
  })

  it('writes the sample of RFC 8785, 3.2.3, with keys in UTF-16 order', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 }
    expect(canonical(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('sorts keys that look like integers as text', () => {
    expect(canonical({ 10: 0, 9: 0, 1: 0, '-1': 0, a: 0, '': 0 })).toBe('{"":0,"-1":0,"1":0,"10":0,"9":0,"a":0}')
  })

  it('escapes what has to be escaped and nothing else', () => {
    expect(canonical('\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028\u0000\b\t\f\r')).toBe(
      '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028\\u0000\\b\\t\\f\\r"',
    )
  })

  it('writes literals, empty and nested containers', () => {
    expect(canonical([null, true, false, [], {}, [[1], { a: { b: [] } }]])).toBe(
      '[null,true,false,[],{},[[1],{"a":{"b":[]}}]]',
    )
  })

  it('takes objects without a prototype', () => {
    expect(canonical(Object.assign(Object.create(null) as object, { b: 1, a: 2 }) as JsonValue)).toBe('{"a":2,"b":1}')
  })

  it.each<[string, unknown]>([
    ['NaN', NaN],
    ['Infinity', [Infinity]],
    ['-Infinity', { a: -Infinity }],
    ['undefined', undefined],
    ['undefined in an object', { a: undefined }],
    ['a hole', [1, , 2]],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a bigint', 1n],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
    ['a typed array', new Float64Array(1)],
    ['a String object', Object('a')],
    ['a high surrogate', 'a\ud800'],
    ['a high surrogate before text', '\ud800a'],
    ['a low surrogate', '\udc00'],
    ['surrogates in the wrong order', '\udc00\ud800'],
    ['a lone surrogate after a pair', '😀\ud83d'],
    ['a lone surrogate in a key', { '\udfff': 1 }],
  ])('refuses %s', (_, value) => {
    expect(failure(() => canonical(value as JsonValue)).code).toBe('ERR_JSON_INVALID')
  })
})

describe('writeJson', () => {
  it('writes UTF-8', () => {
    expect(writeJson({ é: '😀' })).toEqual(
      Uint8Array.from([0x7b, 0x22, 0xc3, 0xa9, 0x22, 0x3a, 0x22, 0xf0, 0x9f, 0x98, 0x80, 0x22, 0x7d]),
    )
  })
})

describe('readJson', () => {
  it.each<[string, JsonValue]>([
    ['0', 0],
    ['-1.5e-7', -1.5e-7],
    ['""', ''],
    ['"😀\\n\\u0000"', '😀\n\0'],
    ['[]', []],
    ['{"a":[1,{"b":null}],"c":"]}"}', { a: [1, { b: null }], c: ']}' }],
    ['{"1":0,"10":0,"2":0}', { 1: 0, 10: 0, 2: 0 }],
    ['{"constructor":1,"hasOwnProperty":2,"toJSON":3}', { constructor: 1, hasOwnProperty: 2, toJSON: 3 } as JsonValue],
  ])('reads %s', (text, value) => {
    expect(read(text)).toEqual(value)
  })

  it('keeps __proto__ as a key', () => {
    const text = '{"__proto__":{"a":1},"b":{"__proto__":null}}'
    const value = read(text) as { [key: string]: JsonValue }
    expect(Object.keys(value)).toEqual(['__proto__', 'b'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(value['a']).toBeUndefined()
    expect(canonical(value)).toBe(text)
  })

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['a byte order mark', '\ufeff{}'],
    ['UTF-16', Uint8Array.of(0x7b, 0, 0x7d, 0)],
    ['a byte that is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['an overlong sequence', Uint8Array.of(0x22, 0xc1, 0x81, 0x22)],
    ['a surrogate in UTF-8', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['a sequence cut short', Uint8Array.of(0x22, 0xe2, 0x82, 0x22)],
    ['an object cut short', '{"a":1'],
    ['a string cut short', '"a'],
    ['a string cut short in an escape', '"a\\'],
    ['two values', '1 2'],
    ['a trailing comma', '[1,]'],
    ['a comment', '[1/**/]'],
    ['NaN', 'NaN'],
    ['a control character in a string', '"\n"'],
    ['a closing bracket too many', '[]]'],
    ['a number beyond float64', '1e400'],
    ['a lone surrogate as an escape', '"\\ud800"'],
    ['a lone low surrogate as an escape', '["\\udc00\\ud800"]'],
    ['a lone surrogate in a key', '{"\\udfff":1}'],
  ])('refuses %s as invalid', (_, text) => {
    expect(failure(() => read(text))).toMatchObject({ code: 'ERR_JSON_INVALID', at: 'graph.json' })
  })

  it.each([
    ['a space', '{"a": 1}', 5],
    ['a space before', ' 1', 0],
    ['a line end after', '{}\n', 2],
    ['unsorted keys', '{"b":1,"a":2}', 2],
    ['integer keys in numeric order', '{"2":0,"10":0}', 2],
    ['keys in code point order', '{"\ufb33":0,"😀":0}', 2],
    ['a key twice', '{"a":1,"a":2}', 5],
    ['a key twice with one value', '{"a":1,"a":1}', 6],
    ['a key twice, once as an escape', '{"a":1,"\\u0061":1}', 6],
    ['__proto__ twice', '{"__proto__":1,"__proto__":1}', 14],
    ['-0', '[-0]', 1],
    ['1.0', '[1.0]', 2],
    ['1e2', '1e2', 1],
    ['an upper-case exponent', '1E+21', 1],
    ['too many digits', '0.10000000000000001', 3],
    ['an integer that is not a double', '9007199254740993', 15],
    ['an escape that is not needed', '"\\u0061"', 1],
    ['an escaped slash', '"\\/"', 1],
    ['an upper-case escape', '"\\u000F"', 6],
    ['a long escape', '"\\u000a"', 2],
    ['an escaped pair', '"\\ud83d\\ude00"', 1],
  ])('refuses %s as not canonical', (_, text, offset) => {
    const error = failure(() => read(text))
    expect(error.code).toBe('ERR_JSON_NOT_CANONICAL')
    expect(error.message).toBe(`expected canonical JSON, got other text from character ${offset} on (at graph.json)`)
  })

  it('limits depth, at the limit and beyond', () => {
    expect(read('[{"a":[1]},[[]]]', { depth: 3 })).toEqual([{ a: [1] }, [[]]])
    expect(failure(() => read('[{"a":[1]},[[]]]', { depth: 2 }))).toMatchObject({ code: 'ERR_LIMIT', at: 'graph.json' })
    expect(read('1', { depth: 0 })).toBe(1)
    expect(failure(() => read('{}', { depth: 0 })).code).toBe('ERR_LIMIT')
  })

  it('does not count brackets in strings', () => {
    expect(read('["[[[[","\\"[[[[","\\\\"]', { depth: 1 })).toEqual(['[[[[', '"[[[[', '\\'])
    expect(failure(() => read('["\\\\",[1]]', { depth: 1 })).code).toBe('ERR_LIMIT')
  })

  it('survives ten million brackets', () => {
    expect(failure(() => read('['.repeat(10_000_000))).code).toBe('ERR_LIMIT')
  })

  it('limits size in bytes, at the limit and beyond', () => {
    expect(read('"é"', { json: 4 })).toBe('é')
    expect(failure(() => read('"é"', { json: 3 }))).toMatchObject({ code: 'ERR_LIMIT', at: 'graph.json' })
  })
})

describe('tagged numbers', () => {
  it.each<[number, JsonValue]>([
    [0, 0],
    [1.5, 1.5],
    [-0, { $number: '-0' }],
    [NaN, { $number: 'NaN' }],
    [Infinity, { $number: 'Infinity' }],
    [-Infinity, { $number: '-Infinity' }],
  ])('%d', (x, value) => {
    expect(tagNumber(x)).toStrictEqual(value)
    expect(untagNumber(value)).toBe(x)
  })

  it.each<[JsonValue]>([
    ['NaN'],
    [null],
    [true],
    [[]],
    [['$number']],
    [{}],
    [{ $number: 'nan' }],
    [{ $number: '0' }],
    [{ $number: 1 }],
    [{ $number: null }],
    [{ $number: ['NaN'] }],
    [{ $number: 'NaN', a: 1 }],
    [{ number: 'NaN' }],
    [JSON.parse('{"__proto__":{"$number":"NaN"}}') as JsonValue],
  ])('%j is no number', (value) => {
    expect(untagNumber(value)).toBeUndefined()
  })
})
