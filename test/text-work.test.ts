import { afterEach, describe, expect, test, vi } from 'vitest'
import * as texts from '../src/expression/texts.js'
import { allocate } from '../src/column.js'
import { defaultLimits } from '../src/limits.js'
import { countMatches } from '../src/ops/count-matches.js'
import { extractMatch } from '../src/ops/extract-match.js'
import { replaceMatches } from '../src/ops/replace-matches.js'
import { replaceText } from '../src/ops/replace-text.js'
import { tokenize } from '../src/ops/tokenize.js'
import { indexOf, placesOf } from '../src/text/search.js'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Runs `act` and gives the most units that its calls of string methods may have looked at. */
function workOf(act: () => unknown): number {
  let work = 0
  const count = (
    name: 'charCodeAt' | 'indexOf' | 'includes' | 'split' | 'startsWith',
    cost: (...sizes: number[]) => number,
  ) => {
    const own = String.prototype[name] as (...given: unknown[]) => unknown
    vi.spyOn(String.prototype, name).mockImplementation(function (this: string, ...given: unknown[]) {
      work += cost(this.length, String(given[0]).length)
      return own.apply(this, given) as never
    })
  }
  count('charCodeAt', () => 1)
  count('startsWith', (_, part) => part!)
  count('indexOf', (text, part) => text! * part!)
  count('includes', (text, part) => text! * part!)
  count('split', (text, part) => text! * part!)
  act()
  vi.restoreAllMocks()
  return work
}

const long = 'a'.repeat(4_000)
const hostile: [string, string][] = [
  ['begins otherwise', `b${'a'.repeat(800)}`],
  ['ends otherwise', `${'a'.repeat(800)}b`],
  ['is otherwise in its middle', `${'a'.repeat(400)}b${'a'.repeat(400)}`],
  ['is there all along', 'a'.repeat(800)],
  ['is as short as what is compared anywhere', `b${'a'.repeat(15)}`],
]

describe('the work of looking for one text in another grows with their lengths, not with the product', () => {
  test.each(hostile)('one that %s', (_, part) => {
    const most = 16 * (long.length + part.length)
    expect(workOf(() => texts.contains(long, part))).toBeLessThan(most)
    expect(workOf(() => texts.find(long, part))).toBeLessThan(2 * most)
    expect(workOf(() => texts.part(long, part, -1))).toBeLessThan(most)
  })

  test.each(hostile.filter(([, part]) => part.length > 16))('counting one that %s', (_, part) => {
    expect(workOf(() => texts.count(long, part))).toBeLessThan(6 * (long.length + part.length))
  })

  test('leaving out what is in a long set', () => {
    const set = Array.from({ length: 800 }, (_, i) => String.fromCharCode(0x400 + i)).join('')
    const text = set.at(-1)!.repeat(4_000)
    expect(workOf(() => texts.trim(text, `${set}x`))).toBeLessThan(8 * (text.length + set.length))
    expect(texts.trim(`${text} ${text}`, set)).toBe(' ')
    expect(texts.trim(`${text}${set}`, set)).toBe('')
  })
})

test('what is replaced is looked for in steps that count every unit', () => {
  const resources = { tensors: new Map(), strings: new Map(), budget: { left: 0 } }
  const x = allocate({ kind: 'string', width: 1 }, 1)
  const y = allocate({ kind: 'string', width: 1 }, 1)
  x.data[0] = 'a'.repeat(1_000)
  const refusals = (steps: number): number => {
    const limits = { ...defaultLimits, steps }
    const attrs = { from: [`${'a'.repeat(100)}b`], to: [''] }
    let refused = 0
    replaceText.bind(attrs as never, [x], { ...resources, limits }, '').run([x], [y], 1, () => refused++)
    return refused
  }
  expect(refusals(102 * 1_000)).toBe(0)
  expect(refusals(100 * 900)).toBe(1)
})

test('places are those of the engine’s own search', () => {
  let state = 7
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  const letters = (count: number): string => Array.from({ length: count }, () => 'ab'[random(2)]).join('')
  for (let round = 0; round < 500; round++) {
    const period = letters(1 + random(5))
    const text = random(2) ? letters(random(400)) : letters(3) + period.repeat(60) + letters(3)
    const part = random(3) ? text.slice(random(200)).slice(0, 1 + random(60)) : period.repeat(1 + random(12))
    if (part === '') continue
    expect(indexOf(text, part)).toBe(text.indexOf(part))
    const pieces = text.split(part)
    expect(placesOf(text, part).length).toBe(pieces.length - 1)
    for (const i of [0, 1, 2, -1, -2, -3, 0.5, -0.5, Infinity, -Infinity]) {
      expect(texts.part(text, part, i)).toBe(pieces.at(i) ?? null)
    }
  }
})

describe('a pattern that takes more steps than the limits allow refuses its row alone', () => {
  const sets = { word: [[97, 122]], digit: [], space: [], fold: [] }
  test.each([
    [countMatches, 'number', { ...sets, pattern: '[a-z]' }, 2],
    [extractMatch, 'string', { ...sets, pattern: 'b[a-z]' }, null],
    [replaceMatches, 'string', { ...sets, pattern: '[a-z]', to: '-' }, '--'],
  ] as const)('$name', (op, kind, attrs, wanted) => {
    const resources = { tensors: new Map(), strings: new Map(), budget: { elements: 1e6 } } as never as object
    const bound = op.bind(
      attrs as never,
      [{ kind: 'string', width: 1 }],
      { ...resources, limits: { ...defaultLimits, steps: 60 } } as never,
      '',
    )
    const [x, y] = [allocate({ kind: 'string', width: 1 }, 3), allocate({ kind, width: 1 }, 3)]
    x.data.splice(0, 3, 'aa', long, 'aa')
    const refused: number[] = []
    bound.run([x], [y], 3, (row) => refused.push(row))
    expect([refused, y.data[0], y.data[2]]).toEqual([[1], wanted, wanted])
  })
})

describe('what a pattern makes of its tables', () => {
  const sets = { word: [[97, 122]], digit: [], space: [] }
  const resources = { tensors: new Map(), strings: new Map(), budget: { left: 1e9 }, limits: defaultLimits }
  const bind = (pattern: string, fold: string[]) =>
    tokenize.bind({ ...sets, pattern, fold }, [{ kind: 'string', width: 1 }], resources, '')
  const letters = Array.from({ length: 32_000 }, (_, i) => String.fromCharCode(0x4e00 + (i % 20_000)))

  test('the characters of fold count as operations', () => {
    const pairs = Array.from({ length: 10_000 }, (_, i) => letters[2 * i]! + letters[2 * i + 1]!)
    expect(bind('(?i)\\w+', pairs).steps).toBeGreaterThan(bind('(?i)\\w+', []).steps! + 64 * 19_999)
    expect(bind('(?i)[a]', pairs).steps).toBeGreaterThan(bind('(?i)[a]', []).steps! + 64 * 19_999)
  })

  test('one text of all characters is refused before each is put beside each', () => {
    expect(() => bind('(?i)a', [letters.slice(0, 20_000).join('')])).toThrow(
      expect.objectContaining({ code: 'ERR_ATTR_INVALID', at: '/attrs/fold/0' }) as Error,
    )
  })

  test('a pattern of more characters than any has is refused before it is read', () => {
    expect(() => bind(`[${letters.join('')}]`, [])).not.toThrow()
    expect(() => bind(`[${letters.join('').repeat(3)}]`, [])).toThrow(
      expect.objectContaining({ code: 'ERR_ATTR_INVALID', at: '/attrs/pattern' }) as Error,
    )
  })
})
