import type { Source } from '../../src/index.js'
import { harmless, type Attack } from './attack.js'
import { base, record } from './base.js'

const MiB = 1_048_576

function refused(name: string, tries: string, make: () => unknown): Attack {
  return { name, tries, code: 'ERR_ARGUMENT', at: '', make: make as Attack['make'] }
}

/** A source that is changed while it is loaded; what was there before counts. */
function changed<T extends Source>(name: string, tries: string, make: () => T, meanwhile: (source: T) => void): Attack {
  return { ...same(name, tries, make), meanwhile: meanwhile as (source: Source) => void }
}

function same(name: string, tries: string, make: () => Source): Attack {
  return {
    name,
    tries,
    code: null,
    at: '',
    make,
    call: (model) => harmless(model.predictSync(record).label === 'stay', 'another score'),
  }
}

type ResizableBuffer = ArrayBuffer & { resize(size: number): void }

/** The bundle in a buffer that can shrink and grow. */
function resizable(): Uint8Array {
  const Resizable = ArrayBuffer as unknown as new (size: number, options: { maxByteLength: number }) => ArrayBuffer
  const bytes = new Uint8Array(new Resizable(base.length, { maxByteLength: base.length + 64 }))
  bytes.set(base)
  return bytes
}

let pulled = 0

/** A stream that never ends, and counts what is taken of it. */
function endless(): ReadableStream<Uint8Array> {
  pulled = 0
  const pull = (controller: ReadableStreamDefaultController): void => {
    pulled++
    if (pulled > 64) controller.close()
    else controller.enqueue(new Uint8Array(MiB))
  }
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}

/** The bundle, in a response that says that it has another size. */
const saying = (size: string): Response => new Response(base as never, { headers: { 'content-length': size } })

/** The bundle byte by byte, in one buffer that is used again and again. */
function reused(): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(1)
  let next = 0
  const pull = (controller: ReadableStreamDefaultController): void => {
    if (next === base.length) return controller.close()
    chunk[0] = base[next++]!
    controller.enqueue(chunk)
  }
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}

export const sourceAttacks: readonly Attack[] = [
  changed(
    'Bytes changed while they are loaded',
    'one content is checked, another used',
    () => base.slice(),
    (bytes) => bytes.fill(0),
  ),
  changed(
    'Buffer changed while it is loaded',
    'the same through the buffer',
    () => base.slice().buffer as ArrayBuffer,
    (buffer) => new Uint8Array(buffer).fill(0),
  ),
  changed(
    'Buffer taken away while it is loaded',
    'bytes that are gone',
    () => base.slice().buffer as ArrayBuffer,
    (buffer) => structuredClone(buffer, { transfer: [buffer] }),
  ),
  changed(
    'Shared memory changed while it is loaded',
    'another thread that writes',
    () => {
      const bytes = new Uint8Array(new SharedArrayBuffer(base.length))
      bytes.set(base)
      return bytes
    },
    (bytes) => bytes.fill(0),
  ),
  same('Bytes inside of a larger buffer', 'reads beside the view', () => {
    const larger = new Uint8Array(base.length + 64).fill(0x50)
    larger.set(base, 32)
    return larger.subarray(32, 32 + base.length)
  }),
  changed(
    'Resizable buffer that shrinks while it is loaded',
    'bytes that are gone',
    () => resizable(),
    (bytes) => (bytes.buffer as ResizableBuffer).resize(0),
  ),
  changed(
    'Resizable buffer that grows while it is loaded',
    'bytes that nobody checked',
    () => resizable().buffer as ArrayBuffer,
    (buffer) => (buffer as ResizableBuffer).resize(base.length + 64),
  ),
  {
    name: 'View beyond the end of its resizable buffer',
    tries: 'reads what is not there',
    code: 'ERR_ZIP_INVALID',
    at: '',
    make: () => {
      const bytes = resizable()
      const part = new Uint8Array(bytes.buffer, 8, 64)
      ;(bytes.buffer as ResizableBuffer).resize(16)
      return part
    },
  },
  {
    name: 'Buffer that is gone',
    tries: 'bytes of nobody',
    code: 'ERR_ARGUMENT',
    at: '',
    make: () => {
      const buffer = base.slice().buffer as ArrayBuffer
      structuredClone(buffer, { transfer: [buffer] })
      return buffer
    },
  },
  {
    name: 'Response without an end',
    tries: 'memory, before the size is known',
    code: 'ERR_LIMIT',
    at: '',
    make: () => new Response(endless()),
    options: { limits: { archive: 2 * MiB } },
    after: () => harmless(pulled <= 4, `${pulled} MB taken where 2 are allowed`),
  },
  {
    name: 'Stream without an end',
    tries: 'the same without a response',
    code: 'ERR_LIMIT',
    at: '',
    make: endless,
    options: { limits: { archive: 2 * MiB } },
    after: () => harmless(pulled <= 3, `${pulled} MB taken where 2 are allowed`),
  },
  {
    name: 'Response that says that it is beyond the limit',
    tries: 'memory for what it says',
    code: 'ERR_LIMIT',
    at: '',
    make: () => new Response(endless(), { headers: { 'content-length': String(2 ** 40) } }),
    after: () => harmless(pulled <= 1, `${pulled} MB taken where none is needed`),
  },
  same('Response that says more than it has', 'memory that stays empty', () => saying(String(64 * MiB))),
  same('Response that says less than it has', 'half of a bundle', () => saying('1000')),
  same('Response that says no number', 'memory for a text', () => saying('-1e9, x')),
  same('Stream that uses its buffer again', 'one content for another', reused),
  {
    name: 'Blob beyond the limit',
    tries: 'memory, although the size is known',
    code: 'ERR_LIMIT',
    at: '',
    make: () => new Blob([new Uint8Array(2 * MiB)]),
    options: { limits: { archive: MiB } },
  },
  refused('Response of an error', 'a page in place of a bundle', () => new Response('not here', { status: 404 })),
  refused('Response that was read already', 'half of a bundle', async () => {
    const response = new Response(base as never)
    await response.arrayBuffer()
    return response
  }),
  refused('Response that another reads', 'half of a bundle', () => {
    const response = new Response(base as never)
    response.body!.getReader()
    return response
  }),
  refused('Stream that another reads', 'half of a bundle', () => {
    const stream = endless()
    stream.getReader()
    return stream
  }),
  refused('Stream of text', 'chunks without a size', () => ({
    arrayBuffer: () => undefined,
    body: new ReadableStream({
      start(controller) {
        controller.enqueue('PK')
        controller.close()
      },
    }),
  })),
  refused('Blob that gives a number', 'memory for a number', () => ({ arrayBuffer: () => 2 ** 31 })),
  refused('Object that says it is a buffer', 'memory for a number', () => ({
    [Symbol.toStringTag]: 'ArrayBuffer',
    byteLength: 1,
    slice: () => 2 ** 31,
  })),
  refused('Path as a source', 'reads a file of the host', () => '/etc/passwd'),
  refused('null as a source', 'nothing', () => null),
  refused('Array as a source', 'numbers that are no bytes', () => [0x50, 0x4b]),
  {
    name: 'View of another kind as a source',
    tries: 'elements for bytes',
    code: 'ERR_ZIP_INVALID',
    at: '',
    make: () => Float64Array.from(base) as never,
  },
]
