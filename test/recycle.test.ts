import { expect, test, vi } from 'vitest'
import type { Tensor } from '../src/backends/backend.js'
import { js } from '../src/js.js'
import { f32, i64, modelOf, node } from './onnx-model.js'

const float = { x: 'float32' } as const
const chain = (count: number): Uint8Array =>
  modelOf(
    Array.from({ length: count }, (_, i) => node('Neg', [i === 0 ? 'x' : `n${i - 1}`], [`n${i}`])),
    float,
    { [`n${count - 1}`]: 'float32' },
  )

test('a chain of nodes takes the memory of a few of its values', async () => {
  const { newRecycler } = await vi.importActual<typeof import('../src/backends/js/recycle.js')>(
    '../src/backends/js/recycle.js',
  )
  const recycler = newRecycler()
  const buffers = new Set<unknown>()
  const slots: (Tensor | null)[] = [null, null]
  for (let i = 0; i < 100; i++) {
    const data = recycler.take('float32', 16_384)
    expect(data.every((value) => value === 0)).toBe(true)
    buffers.add(data.fill(i + 1).buffer)
    const dead = slots[i % 2]!
    slots[i % 2] = { type: 'float32', dims: [16_384], data }
    if (dead !== null) expect(recycler.giveBack(dead, slots)).toBe(true)
  }
  expect(buffers.size).toBe(3)
  const small = recycler.take('float32', 16_383)
  expect(recycler.giveBack({ type: 'float32', dims: [16_383], data: small }, [])).toBe(false)
})

test('a session of a chain of nodes takes no more memory than one of three', async () => {
  const taken = async (count: number): Promise<number> => {
    const session = await js().open(chain(count))
    const feeds = { x: { type: 'float32', dims: [2 ** 18], data: new Float32Array(2 ** 18) } as Tensor }
    const before = process.memoryUsage().arrayBuffers
    session.runSync!(feeds)
    return process.memoryUsage().arrayBuffers - before
  }
  // Bytes that are not collected: at most those of two values more, where 60 were made.
  expect(await taken(63)).toBeLessThanOrEqual((await taken(3)) + 2 * 4 * 2 ** 18)
})

test('memory that a view, a sequence or an answer still has is not used again', async () => {
  const nodes = [
    node('Neg', ['x'], ['a']),
    node('Identity', ['a'], ['same']),
    node('Reshape', ['a', 'flat'], ['view']),
    node('SequenceConstruct', ['a'], ['list']),
    node('Abs', ['a'], ['b']),
    node('Neg', ['b'], ['c']),
    node('Abs', ['c'], ['d']),
    node('SequenceAt', ['list', 'zero'], ['kept']),
    node('Add', ['kept', 'same'], ['twice']),
    node('Neg', ['d'], ['e']),
  ]
  const initializers = { flat: i64([1], 4), zero: i64([], 0) }
  const outputs = { view: 'float32', twice: 'float32', c: 'float32', e: 'float32' } as const
  const session = await js().open(modelOf(nodes, float, outputs, { initializers }))
  expect(session.runSync!({ x: f32([2, 2], 1, -2, 3, -4) })).toEqual({
    view: f32([4], -1, 2, -3, 4),
    twice: f32([2, 2], -2, 4, -6, 8),
    c: f32([2, 2], -1, -2, -3, -4),
    e: f32([2, 2], -1, -2, -3, -4),
  })
})
