import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import type { Schema } from '../src/schema/document.js'
import { inputJsonSchema } from '../src/schema/json-schema.js'
import { validator } from '../src/schema/validate.js'
import { input, schemaOf } from './schema-documents.js'

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
const others = [null, true, false, [], [1], {}, { a: 1 }]
const names = ['a', 'b', 'constructor', 'toString', 'a/b~c', ' ', '0']

/**
 * Values that JSON can say. Left out, since JSON Schema can't tell them as we do: lone surrogates, literals beyond float64, and for
 * float32 numbers that are no float32 values, which we compare after rounding. ajv does not see a property `__proto__`.
 */
function value(pick: Pick, type: string): unknown {
  const own = type === 'string' ? strings : type === 'bool' ? [true, false] : numbers
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
  const type = pick(['float64', 'float32', 'int64', 'bool', 'string'])
  const min = pick(bounds.filter((bound) => type !== 'int64' || Number.isInteger(bound ?? 0)))
  const max = pick([null, 3, 7].filter((bound) => bound === null || bound > (min ?? 0)))
  const range = pick([
    null,
    { min, max, min_open: min !== null && pick([true, false]), max_open: max !== null && pick([true, false]) },
  ])
  const replacement = type === 'bool' ? true : type === 'string' ? 'a' : 1
  const policy = Object.fromEntries(
    Object.keys(input(name, type)['policy'] as object).map((condition): [string, unknown] => {
      const action = pick(actions)
      const kept = action === 'keep' && ['absent', 'null', 'wrong_type'].includes(condition)
      return [condition, kept ? 'missing' : action === 'value' ? { value: replacement } : action]
    }),
  )
  const categories = pick([null, null, [], ['a'], ['a', 'abc'], ['', 'b']])
  const length = pick([null, { min: 0, max: 3 }, { min: 1, max: null }, { min: 1, max: 3 }, { min: 2, max: 2 }])
  const own =
    type === 'string'
      ? { categories, length: categories === null ? length : pick([null, { min: 1, max: 3 }]) }
      : type === 'bool'
        ? {}
        : { range }
  return input(name, type, own, policy)
}

const ajv = new Ajv2020({ ownProperties: true, strict: true, strictTypes: true })

function agree(schema: Schema, pick: Pick, records: number): { accepted: number; refused: number } {
  const bySchema = ajv.compile(inputJsonSchema(schema))
  const byUs = validator(schema)
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
