import { existsSync, readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { defaultLimits } from '../../src/limits.js'
import type { Tensor, Value } from '../../src/backends/backend.js'
import { readTensor, scanTensor } from '../../src/onnx/tensor.js'

/** One folder of a suite in the layout of ONNX's backend tests. */
export interface Case {
  readonly name: string
  readonly model: Uint8Array
  readonly inputs: readonly Uint8Array[]
  readonly outputs: readonly Uint8Array[]
  readonly test: Record<string, unknown>
}

/** The archive's entries, or null where this machine does not have it. */
export function readSuite(file: string): ReadonlyMap<string, Uint8Array> | null {
  const path = new URL(`../../../shared/suites/${file}`, import.meta.url)
  if (!existsSync(path)) return null
  return new Map(Object.entries(unzipSync(new Uint8Array(readFileSync(path)))))
}

export function casesOf(entries: ReadonlyMap<string, Uint8Array>): Case[] {
  const data = (name: string, kind: string): Uint8Array[] => {
    const found: Uint8Array[] = []
    for (let i = 0; ; i++) {
      const bytes = entries.get(`${name}/test_data_set_0/${kind}_${i}.pb`)
      if (bytes === undefined) return found
      found.push(bytes)
    }
  }
  return [...entries.keys()]
    .filter((path) => path.endsWith('/model.onnx'))
    .map((path) => path.slice(0, -'/model.onnx'.length))
    .map((name) => {
      const test = entries.get(`${name}/test.json`)
      return {
        name,
        model: entries.get(`${name}/model.onnx`)!,
        inputs: data(name, 'input'),
        outputs: data(name, 'output'),
        test: test ? (JSON.parse(new TextDecoder().decode(test)) as Record<string, unknown>) : {},
      }
    })
}

/** A TensorProto of a data set, with its name. */
export function tensorIn(bytes: Uint8Array): { readonly name: string; readonly tensor: Tensor } {
  const scanned = scanTensor({ bytes, start: 0, end: bytes.length }, 'data', defaultLimits)
  return { name: scanned.name, tensor: readTensor(scanned) }
}

/** What is wrong with an answer, or null. */
export function difference(got: Value | undefined, wanted: Tensor, absolute: number, relative: number): string | null {
  if (got === undefined || !('data' in got)) return 'no tensor'
  if (got.type !== wanted.type) return `expected ${wanted.type}, got ${got.type}`
  if (got.dims.join() !== wanted.dims.join()) return `expected [${wanted.dims.join()}], got [${got.dims.join()}]`
  for (let i = 0; i < wanted.data.length; i++) {
    const a = got.data[i]!
    const b = wanted.data[i]!
    if (a === b || (a !== a && b !== b)) continue
    const near = typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= absolute + relative * Math.abs(b)
    if (!near) return `expected ${b} at ${i}, got ${a}`
  }
  return null
}
