import { describe, expect, test } from 'vitest'
import { allocate } from '../src/column.js'
import { defaultLimits, type Limits } from '../src/limits.js'
import { allOps } from '../src/ops/index.js'

const word = [
  [48, 57],
  [65, 90],
  [97, 122],
]
const nothing: readonly number[] = []

/** What a text op makes of one text under limits, or what it expected when it refuses the row. */
function run(name: string, attrs: object, given: string | readonly string[], limits: Partial<Limits>): unknown {
  const op = allOps.find((one) => one.name === name)!
  const resources = {
    tensors: new Map(),
    strings: new Map(),
    budget: { left: 0 },
    limits: { ...defaultLimits, ...limits },
  }
  const x = allocate(typeof given === 'string' ? { kind: 'string', width: 1 } : { kind: 'tokens', width: 1 }, 1)
  x.data[0] = given
  const bound = op.bind(attrs as never, [x], resources, '')
  const y = allocate(bound.outputs[0]!, 1)
  let refused: string | null = null
  bound.run([x], [y], 1, (_, expected) => {
    refused ??= expected
  })
  return refused ?? y.data[0]
}

const pattern = (text: string): object => ({
  pattern: text,
  word,
  digit: nothing,
  space: nothing,
  fold: [],
})
const lower = (to: string): object => ({
  lower: { from: ['Ä'], to: [to], cased: nothing, ignorable: nothing },
  strip: null,
})

describe('limits on text', () => {
  test.each<[string, string, object, string | readonly string[], Partial<Limits>, unknown]>([
    ['tokens of words', 'tokenize', pattern('\\w+'), 'a b c', { tokens: 3 }, ['a', 'b', 'c']],
    ['tokens of a pattern', 'tokenize', pattern('[a-z]'), 'abc', { tokens: 3 }, ['a', 'b', 'c']],
    ['n-grams', 'ngrams', { min: 1, max: 2 }, ['a', 'b'], { tokens: 4 }, ['a', 'b', 'a b']],
    [
      'characters',
      'char_ngrams',
      { min: 1, max: 1, words: false, space: nothing },
      'abc',
      { tokens: 3 },
      ['a', 'b', 'c'],
    ],
    ['words', 'char_ngrams', { min: 1, max: 1, words: true, space: nothing }, 'a', { tokens: 3 }, [' ', 'a', ' ']],
    ['texts', 'normalize_text', lower('xyz'), 'ÄÄ', { text: 6 }, 'xyzxyz'],
  ])('%s: as many as are allowed, and one more', (_, name, attrs, given, limits, expected) => {
    expect(run(name, attrs, given, limits)).toEqual(expected)
    const [key, most] = Object.entries(limits)[0]!
    expect(run(name, attrs, given, { [key]: most - 1 })).toMatch(/at most/)
  })

  test('steps of matching grow with the text, not with what could be tried', () => {
    const many = `${'a'.repeat(2000)}c`
    expect(run('tokenize', pattern('(?:a|a|aa)+b'), many, { steps: 20_000_000 })).toEqual([])
    expect(run('tokenize', pattern('(?:a|a|aa)+b'), many, { steps: 10_000 })).toMatch(/steps/)
  })

  test('a text that is all that a table makes of it is cut before it is long', () => {
    expect(run('normalize_text', lower('x'.repeat(100_000)), 'Ä'.repeat(100_000), {})).toMatch(/at most 1048576/)
  })

  test('a text of ASCII that is longer than the buffers', () => {
    const text = 'AbC'.repeat(3000)
    expect(run('normalize_text', lower('x'), text, {})).toBe('abc'.repeat(3000))
  })
})
