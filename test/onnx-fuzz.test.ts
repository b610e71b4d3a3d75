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
}, 60_000)

test('what mutations found: an input that a version needs and an older one does not have', async () => {
  const model = modelOf([node('TopK', ['x'], ['v', 'p'])], { x: 'float32' }, { v: 'float32' })
  expect(await outcomeOf(model)).toBe('ERR_ONNX_INVALID')
})
