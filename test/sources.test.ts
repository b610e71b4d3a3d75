import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { defineBackend } from '../src/backends/define-backend.js'
import { loadWith, type LoadOptions } from '../src/model/load.js'
import type { Source } from '../src/model/source.js'
import { allOps } from '../src/ops/index.js'
import { packWith } from '../src/pack/pack.js'
import { allTypes } from '../src/schema/types/index.js'
import { modelOf, node } from './onnx-model.js'
import { churn } from './fixtures/churn.js'

const noModels = defineBackend({ name: 'none', open: () => Promise.reject(new Error('no model expected')) })
const tables = { ops: allOps, types: allTypes, backend: noModels }

/** A stream of the bytes in chunks of a size. */
function streamOf(bytes: Uint8Array, size: number, cancel?: (reason: unknown) => void): ReadableStream<Uint8Array> {
  let next = 0
  const pull = (controller: ReadableStreamDefaultController): void => {
    if (next >= bytes.length) return controller.close()
    controller.enqueue(bytes.slice(next, next + size))
    next += size
  }
  return new ReadableStream({ pull, ...(cancel && { cancel }) })
}

let bytes: Uint8Array
/** Several times larger than the first buffer. */
let large: Uint8Array
beforeAll(async () => {
  bytes = await packWith(churn, tables)
  const noise = new Uint8Array(300_000)
  for (let i = 0, state = 1; i < noise.length; i++) noise[i] = state = (Math.imul(state, 75) + 74) % 65_537
  large = await packWith({ ...churn, extra: { 'extra/noise.bin': noise } }, tables)
})

const identity = async (source: Source, options: LoadOptions = {}): Promise<string> =>
  (await loadWith(source, tables, options)).identity

describe('a stream', () => {
  test('in one chunk or in thousands, with a size or without, is the bundle', async () => {
    for (const [whole, size] of [
      [bytes, 1e9],
      [large, 1e9],
      [large, 65_536],
      [large, 97],
    ] as const) {
      const expected = await identity(whole)
      expect(await identity(streamOf(whole, size))).toBe(expected)
      for (const said of [whole.length, whole.length - 1, whole.length + 1, 3 * whole.length, 1, 0, -1, 'x', 1.5]) {
        const headers = { 'content-length': String(said) }
        expect(await identity(new Response(streamOf(whole, size), { headers }))).toBe(expected)
      }
    }
  })

  test('may be as large as the limit; with a byte more it is cancelled', async () => {
    let cancelled: unknown
    const loading = (archive: number, headers: Record<string, string>): Promise<string> =>
      identity(
        new Response(
          streamOf(large, 1000, (reason) => (cancelled = reason)),
          { headers },
        ),
        {
          limits: { archive },
        },
      )
    for (const headers of [{}, { 'content-length': '10' }, { 'content-length': String(large.length) }]) {
      cancelled = undefined
      await loading(large.length, headers)
      expect(cancelled).toBe(undefined)
      await expect(loading(large.length - 1, headers)).rejects.toMatchObject({ code: 'ERR_LIMIT' })
      expect(cancelled).toMatchObject({ code: 'ERR_LIMIT' })
    }
  })

  test('of a compressed response has another size than the response says', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-length': String(2 ** 40) }
    expect(await identity(new Response(streamOf(bytes, 1000), { headers }))).toBe(await identity(bytes))
  })

  test('that fails, or is aborted, gives its own error', async () => {
    for (const reason of [new TypeError('network'), new DOMException('stop', 'AbortError')]) {
      let pulls = 0
      const broken = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (pulls++ < 2) controller.enqueue(bytes.slice(0, 100))
          else controller.error(reason)
        },
      })
      await expect(identity(broken)).rejects.toBe(reason)
    }
    const aborting = new AbortController()
    const piped = streamOf(bytes, 100).pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), aborting)
    const loading = identity(piped)
    aborting.abort()
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('is not locked any more when it was read', async () => {
    const stream = streamOf(bytes, 1000)
    await identity(stream)
    expect(stream.locked).toBe(false)
  })
})

test('only what is used is inflated and digested: neither golden cases nor other entries nor models that nothing calls', async () => {
  const x = { X: 'float32' } as const
  const models = { 'models/unused.onnx': modelOf([node('Identity', ['X'], ['Y'])], x, { Y: 'float32' }) }
  const digested: number[] = []
  const sha256 = (content: Uint8Array): Uint8Array => {
    digested.push(content.length)
    return createHash('sha256').update(content).digest()
  }
  const whole = await packWith({ ...churn, models, extra: { 'extra/a.bin': new Uint8Array(9) } }, tables)
  const { manifest } = await loadWith(whole, tables, { sha256 })
  const used = manifest.entries.filter(({ name }) => !/^(models|extra|golden)/.test(name))
  expect(used.length).toBeLessThanOrEqual(manifest.entries.length - 2)
  for (const { size } of used) expect(digested).toContain(size)
  expect(digested.length).toBe(used.length + 1)
})
