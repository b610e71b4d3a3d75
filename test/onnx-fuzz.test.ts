import { expect, test } from 'vitest'
import { fuzzModels, outcomeOf } from './onnx-fuzz/fuzz.js'
import { modelOf, node } from './onnx-model.js'
import { seeds } from './onnx-fuzz/seeds.js'

test.each(Object.entries(seeds))('the model %s answers as it is', async (_, model) => {
  expect(await outcomeOf(model)).toBe('answers')
})

test('mutated models are refused with a code or answer', async () => {
  const { codes, failures } = await fuzzModels(1, 2000)
  expect(failures).toEqual([])
  expect(Object.keys(codes)).toEqual(expect.arrayContaining(['ERR_ONNX_INVALID', 'ERR_ONNX_UNSUPPORTED', 'answers']))
})

test('what mutations found: an input that a version needs and an older one does not have', async () => {
  const model = modelOf([node('TopK', ['x'], ['v', 'p'])], { x: 'float32' }, { v: 'float32' })
  expect(await outcomeOf(model)).toBe('ERR_ONNX_INVALID')
})

test('what mutations found: a column so far out that no list of weights may reach it', async () => {
  const attributes = {
    mode: { string: 'TF' },
    min_gram_length: { int: 1 },
    max_gram_length: { int: 1 },
    max_skip_count: { int: 0 },
    ngram_counts: { ints: [0] },
    ngram_indexes: { ints: [2 ** 32] },
    pool_strings: { strings: ['a'] },
  }
  const model = modelOf([node('TfIdfVectorizer', ['x'], ['y'], attributes)], { x: 'string' }, { y: 'float32' })
  // It opens; its calls are refused with a code.
  expect(await outcomeOf(model)).toBe('answers')
})

test('an equation of a million labels does not hang', async () => {
  const equation = { string: 'a'.repeat(500_000) + 'b'.repeat(500_000) }
  const model = modelOf([node('Einsum', ['x'], ['y'], { equation })], { x: 'float32' }, { y: 'float32' })
  expect(await outcomeOf(model)).toBe('answers')
})
