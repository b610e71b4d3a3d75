import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { concatCells, smallCountVector, smallTreeEnsemble, tokenizeWords } from '../src/ops/index.js'
import { check, resourcesOf, type Case, type Vectors } from './conformance.js'

function vectorsOf(op: string): Vectors {
  return JSON.parse(readFileSync(new URL(`../spec/vectors/ops/${op}.json`, import.meta.url), 'utf8')) as Vectors
}

describe.each([smallCountVector, smallTreeEnsemble])('the small form of $name', (op) => {
  const vectors = vectorsOf(op.name)
  test.each(vectors.cases)('$name', (one) => {
    expect(check(op, one, resourcesOf(vectors))).toBeNull()
  })
})

describe('tokenizeWords', () => {
  const vectors = vectorsOf('tokenize')
  const words = /^(\(\?u\))?(\\w\+|\\w\\w\+|\\b\\w\+\\b|\\b\\w\\w\+\\b)$/
  const [taken, others] = [true, false].map((wanted) =>
    vectors.cases.filter(({ attrs }) => words.test(String((attrs as { pattern?: unknown }).pattern)) === wanted),
  )
  test('takes some of the vectors and not others', () => {
    expect(taken!.length).toBeGreaterThan(2)
    expect(others!.length).toBeGreaterThan(20)
  })
  test.each(taken!)('$name', (one) => {
    expect(check(tokenizeWords, one, resourcesOf(vectors))).toBeNull()
  })
  test.each(others!.filter((one) => !('invalid' in one)))('refuses: $name', (one) => {
    const refused = { ...one, invalid: ['ERR_ATTR_INVALID', '/attrs/pattern'] as const }
    expect(check(tokenizeWords, refused, resourcesOf(vectors))).toBeNull()
  })
})

describe('concatCells', () => {
  const vectors = vectorsOf('concat')
  const sparse = ({ inputs }: Case): number => inputs.findIndex(({ kind }) => kind === 'sparse')
  test.each(vectors.cases.filter((one) => sparse(one) < 0))('$name', (one) => {
    expect(check(concatCells, one, resourcesOf(vectors))).toBeNull()
  })
  test.each(vectors.cases.filter((one) => sparse(one) >= 0 && !('invalid' in one)))('refuses: $name', (one) => {
    const refused = { ...one, invalid: ['ERR_GRAPH_INVALID', `/inputs/${sparse(one)}`] as const }
    expect(check(concatCells, refused, resourcesOf(vectors))).toBeNull()
  })
})
