import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allocate, type CellColumn as Column, type NumberColumn } from '../src/column.js'
import { BundleError } from '../src/errors.js'
import { compile as compileWith } from '../src/expression/compile.js'
import { watchTerms } from '../src/cli/needs.js'
import { vocabularyOf, type Term } from '../src/expression/rules.js'
import { add, allTerms, length, less, log, not } from '../src/expression/terms.js'

type Kind = 'number' | 'string'
type Cell = number | string | null | { readonly $number: string }

interface Case {
  readonly name: string
  readonly expression: string
  readonly dtype: 'float64' | 'float32'
  readonly variables: readonly { name: string; kind: Kind; width: number; cells: readonly Cell[] }[]
  readonly rows: number
  readonly width: number
  readonly type: 'number' | 'bool' | 'string'
  readonly cells: readonly Cell[]
  readonly error?: { readonly code: string; readonly offset: number | null }
}

const { cases } = JSON.parse(readFileSync('spec/vectors/expressions.json', 'utf8')) as { cases: Case[] }

const whole = vocabularyOf(Object.values(allTerms), '')
const compile = (...given: Parameters<typeof compileWith> extends [...infer Before, unknown] ? Before : never) =>
  compileWith(...given, whole)

function kinds({ variables }: Case): ReadonlyMap<string, Kind> {
  return new Map(variables.map(({ name, kind }) => [name, kind]))
}

function plain(cell: Cell): number | string | null {
  return typeof cell === 'object' && cell !== null ? Number(cell.$number) : cell
}

/** Cells in a larger buffer of marks, so that code that ignores offset or stride, or reads or writes elsewhere, is seen. */
function framed(kind: Kind, width: number, rows: number, cells: readonly Cell[], mark: number = -77): Column {
  const stride = width + 2
  const size = (rows + 1) * stride + 3
  const data = new Array<number | string | null>(size).fill(kind === 'number' ? mark : `mark ${mark}`)
  cells.forEach((cell, i) => (data[3 + Math.floor(i / width) * stride + (i % width)] = plain(cell)))
  const at = { width, offset: 3, stride }
  return kind === 'number'
    ? { kind, ...at, data: Float64Array.from(data as number[]) }
    : { kind, ...at, data: data as (string | null)[] }
}

/** The names of the terms that an expression uses. */
function termsOf(one: Case): readonly string[] {
  const used = new Set<string>()
  compileWith(one.expression, kinds(one), one.dtype, '', vocabularyOf(watchTerms(used), ''))
  try {
    compileOf(one, [...used])
  } catch {
    used.add('texts')
  }
  return [...used]
}

/** By these terms alone. */
function compileOf(one: Case, names: readonly string[]): ReturnType<typeof compile> {
  return compileWith(
    one.expression,
    kinds(one),
    one.dtype,
    '',
    vocabularyOf(
      names.map((name) => allTerms[name]!),
      '',
    ),
  )
}

function rowsFrom(column: Column, row: number): Column {
  return { ...column, offset: column.offset + row * column.stride }
}

function outcome(one: Case): unknown {
  try {
    compile(one.expression, kinds(one), one.dtype, 'here')
    return 'compiled'
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    const [, offset] = /^column (\d+): expected .+, got .+ \(at here\)$/s.exec(error.message) ?? []
    return { code: error.code, offset: offset === undefined ? null : Number(offset) }
  }
}

describe('vectors', () => {
  const refused = cases.filter(({ error }) => error !== undefined)
  const valued = cases.filter(({ error }) => error === undefined)

  test.each(refused)('$name', (one) => expect(outcome(one)).toEqual(one.error))

  test.each(valued)('$name', (one) => {
    const { variables, rows, width, type, cells } = one
    const names = termsOf(one)
    const kind = type === 'string' ? 'string' : 'number'
    for (const [compiled, size] of [
      [compile(one.expression, kinds(one), one.dtype, ''), rows],
      [compile(one.expression, kinds(one), one.dtype, ''), 1],
      [compileOf(one, names), rows],
    ] as const) {
      expect(compiled.type).toBe(type)
      const given = variables.map((each) => framed(each.kind, each.width, rows, each.cells, 88.25))
      const got = framed(kind, width, rows, [])
      for (let row = 0; row < rows; row += size) {
        const inputs = given.map((column) => rowsFrom(column, row))
        compiled.evaluate(inputs, rowsFrom(got, row), size, width)
      }
      expect([...got.data]).toEqual([...framed(kind, width, rows, cells).data])
      const untouched = variables.map((each) => framed(each.kind, each.width, rows, each.cells, 88.25))
      expect(given).toEqual(untouched)
    }
    for (const name of names) {
      expect(() =>
        compileOf(
          one,
          names.filter((other) => other !== name),
        ),
      ).toThrow(expect.objectContaining({ code: 'ERR_EXPRESSION_INVALID' }))
    }
  })
})

describe('a term that was not given is refused where it stands', () => {
  const refusal = (expression: string, ...given: readonly Term[]): string => {
    const types = new Map([
      ['x', 'number'],
      ['s', 'string'],
    ] as const)
    const vocabulary = vocabularyOf(given, ' by the terms that expressionOf was given')
    try {
      compileWith(
        expression,
        expression.includes('s ') ? types : new Map([['x', 'number']]),
        'float64',
        'here',
        vocabulary,
      )
      return ''
    } catch (error) {
      return (error as BundleError).message
    }
  }
  test.each([
    ['x + 1', [log], 'column 3: expected an operator by the terms that expressionOf was given, got "+" (at here)'],
    ['-x', [add], 'column 1: expected an operator by the terms that expressionOf was given, got "-" (at here)'],
    [
      'not (x < 1)',
      [less],
      'column 1: expected an operator by the terms that expressionOf was given, got "not" (at here)',
    ],
    [
      'not (x < 1)',
      [not],
      'column 8: expected an operator by the terms that expressionOf was given, got "<" (at here)',
    ],
    [
      '1 + log(x)',
      [add],
      'column 5: expected a function by the terms that expressionOf was given, got "log" (at here)',
    ],
    ['x + "a"', [add], `column 5: expected no text by the terms that expressionOf was given, got "\\"" (at here)`],
    ['s ', [add], 'column 1: expected no text by the terms that expressionOf was given, got a string (at here)'],
    ['s ', [length], ''],
    [
      's < s ',
      [less, length],
      'column 1: expected a number by the terms that expressionOf was given, got a string (at here)',
    ],
  ])('%s', (expression, given, message) => {
    expect(refusal(expression, ...given)).toBe(message)
  })
})

function run(expression: string, variables: Record<string, readonly number[]>): number[] {
  const compiled = compile(expression, new Map(Object.keys(variables).map((name) => [name, 'number'])), 'float64', '')
  const inputs = Object.values(variables).map((cells) => framed('number', 1, cells.length, cells))
  const output = allocate({ kind: 'number', width: 1 }, inputs[0]!.data.length) as NumberColumn
  const rows = Object.values(variables)[0]!.length
  compiled.evaluate(inputs, output, rows, 1)
  return [...output.data.subarray(0, rows)]
}

describe('evaluation', () => {
  test('two expressions run in turn do not see each other', () => {
    const variables = new Map([['x', 'number']] as const)
    const first = compile('(x + 1) * (x + 2)', variables, 'float64', '')
    const second = compile('(x - 1) * (x - 2)', variables, 'float64', '')
    const x = framed('number', 1, 2, [3, 4])
    const [a, b] = [allocate({ kind: 'number', width: 1 }, 2), allocate({ kind: 'number', width: 1 }, 2)]
    first.evaluate([x], a, 2, 1)
    second.evaluate([x], b, 1, 1)
    first.evaluate([x], a, 1, 1)
    second.evaluate([x], b, 2, 1)
    expect([[...a.data], [...b.data]]).toEqual([
      [20, 30],
      [2, 6],
    ])
  })

  test('what one call got does not show in the next, shorter one', () => {
    const compiled = compile(
      "if(s == 'a', if(t == 'b', s, t), s)",
      new Map([
        ['s', 'string'],
        ['t', 'string'],
      ]),
      'float64',
      '',
    )
    const [s, t] = [framed('string', 1, 3, ['a', 'a', 'c']), framed('string', 1, 3, ['b', 'x', null])]
    const output = framed('string', 1, 3, [])
    compiled.evaluate([s, t], output, 3, 1)
    compiled.evaluate([framed('string', 1, 1, [null]), framed('string', 1, 1, ['b'])], output, 1, 1)
    expect(output.data).toEqual(framed('string', 1, 3, [null, 'x', 'c']).data)
  })

  test('the result may be among the inputs’ own cells, next to them', () => {
    const data = Float64Array.of(1, 10, 0, 2, 20, 0)
    const column = (offset: number): NumberColumn => ({ kind: 'number', width: 1, data, offset, stride: 3 })
    const variables = new Map([
      ['x', 'number'],
      ['y', 'number'],
    ] as const)
    compile('x + y', variables, 'float64', '').evaluate([column(0), column(1)], column(2), 2, 1)
    expect([...data]).toEqual([1, 10, 11, 2, 20, 22])
  })

  test('as many registers as nesting can ask for', () => {
    const depth = 60
    const text = '(x+1) + x * ('.repeat(depth) + 'x' + ')'.repeat(depth)
    const value = (x: number): number => {
      let result = x
      for (let i = 0; i < depth; i++) result = x + 1 + x * result
      return result
    }
    expect(run(text, { x: [0, 0.5, 1, -0.25] })).toEqual([0, 0.5, 1, -0.25].map(value))
  })
})

describe('messages', () => {
  const message = (text: string): string => {
    try {
      compile(text, new Map([['x', 'number']]), 'float64', 'graph.json#/nodes/0')
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }
  test.each([
    ['x + "a"', 'column 5: expected a number, got a string (at graph.json#/nodes/0)'],
    ['missing(x > 1)', 'column 9: expected a number or a string, got a bool (at graph.json#/nodes/0)'],
    ['x + z', 'column 5: expected a variable, got "z" (at graph.json#/nodes/0)'],
    ['x +', 'column 4: expected an expression, got the end (at graph.json#/nodes/0)'],
    ['x "a"', 'column 3: expected an operator or the end, got the string "a" (at graph.json#/nodes/0)'],
    ['1 < x < 2', 'column 7: expected no second comparison, got "<" (at graph.json#/nodes/0)'],
    ['clip(x, 1)', 'column 10: expected a comma and argument 3 of "clip", got ")" (at graph.json#/nodes/0)'],
    ['abs(x', 'column 6: expected ")", got the end (at graph.json#/nodes/0)'],
  ])('%s', (text, expected) => expect(message(text)).toBe(expected))
})
