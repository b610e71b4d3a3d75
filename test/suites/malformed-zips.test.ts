import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inflateRawSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { BundleError } from '../../src/errors.js'
import { load } from '../../src/index.js'
import { defaultLimits } from '../../src/limits.js'
import { inflate } from '../../src/zip/inflate.js'
import { readZip } from '../../src/zip/read.js'

const archive = fileURLToPath(new URL('../../../shared/suites/malformed-zips.zip', import.meta.url))
const absent = !existsSync(archive)

interface Case {
  readonly path: string
}

interface Suite {
  readonly cases: readonly Case[]
  readonly files: Readonly<Record<string, Uint8Array>>
}

function open(): Suite {
  const files = unzipSync(new Uint8Array(readFileSync(archive)))
  return { files, cases: JSON.parse(new TextDecoder().decode(files['index.json'])) as Case[] }
}

const { cases, files }: Suite = absent ? { cases: [], files: {} } : open()

function contentOf({ path }: Case): Uint8Array {
  return files[path.slice('zips/'.length)]!
}

/** Deflate streams by whatever looks like a local header that says their size, sound or not. */
function* deflateStreams(bytes: Uint8Array): Generator<{ data: Uint8Array; size: number }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at + 30 <= bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x04034b50 || view.getUint16(at + 8, true) !== 8) continue
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
    const size = view.getUint32(at + 22, true)
    const compressedSize = view.getUint32(at + 18, true)
    if (compressedSize === 0 || size > 10_000_000) continue
    yield { data: bytes.subarray(start, start + compressedSize), size }
  }
}

function zlibTakes(data: Uint8Array, size: number): boolean {
  try {
    const { buffer, engine } = inflateRawSync(data, { info: true } as object) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return buffer.length === size && engine.bytesWritten === data.length
  } catch {
    return false
  }
}

function refusal(run: () => unknown): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}

describe.skipIf(absent)(
  absent ? 'malformed archives (skipped: ../shared/suites is absent)' : 'malformed archives',
  () => {
    it('is the whole suite', () => {
      expect(cases.length).toBe(138)
      expect(cases.filter((each) => contentOf(each) === undefined)).toEqual([])
    })

    it.each(cases)('refuses $path', (each) => {
      const error = refusal(() => {
        const zip = readZip(contentOf(each), defaultLimits)
        for (const name of zip.entries.keys()) zip.read(name)
      })
      expect(error).toBeInstanceOf(BundleError)
      expect((error as BundleError).code).toMatch(/^ERR_(LIMIT|ZIP_(INVALID|UNSUPPORTED|NAME|DATA))$/)
    })

    it('takes no memory beyond what an archive holds and the limits allow', async () => {
      const limits = { entry: 1_048_576, total: 1_048_576, archive: 16_777_216 }
      const before = process.memoryUsage().arrayBuffers
      let most = 0
      for (const each of cases) {
        const error: unknown = await load(contentOf(each), { limits }).catch((thrown: unknown) => thrown)
        expect([each.path, error]).toEqual([each.path, expect.any(BundleError)])
        most = Math.max(most, process.memoryUsage().arrayBuffers - before)
      }
      // Copies of the archives themselves, which are collected at some time, and what is inflated of each.
      const copies = cases.reduce((sum, each) => sum + contentOf(each).length, 0)
      expect(most).toBeLessThan(copies + 32 * 1_048_576)
    })

    it('inflates exactly the streams that zlib does', () => {
      let taken = 0
      let refused = 0
      for (const each of cases) {
        for (const { data, size } of deflateStreams(contentOf(each))) {
          const error = refusal(() => inflate(data, size, each.path))
          expect([each.path, error === undefined]).toEqual([each.path, zlibTakes(data, size)])
          if (error === undefined) taken++
          else refused++
        }
      }
      expect(taken).toBeGreaterThan(20)
      expect(refused).toBeGreaterThan(5)
    })
  },
)
