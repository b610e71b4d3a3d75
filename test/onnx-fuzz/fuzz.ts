import { BundleError } from '../../src/errors.js'
import { js } from '../../src/js.js'
import { defaultLimits } from '../../src/limits.js'
import type { Port, Session, Value } from '../../src/backends/backend.js'
import { allocate } from '../../src/onnx/types.js'
import { generator, mutateModel } from './mutate.js'
import { seeds } from './seeds.js'

const limits = { ...defaultLimits, elements: 10_000, nodes: 200, modelNodes: 2000, width: 1000 }

export interface Report {
  /** How often each code came out, and `answers`. */
  readonly codes: Readonly<Record<string, number>>
  /** What is no BundleError, with the model that did it. */
  readonly failures: readonly {
    readonly number: number
    readonly seed: string
    readonly error: string
    readonly model: string
  }[]
}

/** A value that an input takes: free sizes are 2, at most 4,096 elements. */
function feedFor({ type, dims, container }: Port, rank: number): Value | null {
  if (type === null)
    return container?.startsWith('map(int64,float32')
      ? new Map([
          [1n, 2],
          [3n, 4],
        ])
      : null
  const sizes = dims === null ? new Array<number>(rank).fill(2) : dims.map((size) => (size < 0 ? 2 : size))
  const count = sizes.reduce((product, size) => product * size, 1)
  if (count > 4096) return null
  const data = allocate(type, count) as { [index: number]: unknown }
  for (let i = 0; i < count; i++) {
    data[i] = type === 'string' ? ['ab ac', 'a', ''][i % 3] : type.endsWith('int64') ? BigInt(i % 3) : i % 2
  }
  return { type, dims: sizes, data } as unknown as Value
}

function call(session: Session): void {
  for (const rank of [2, 1, 3, 0]) {
    const feeds: Record<string, Value> = {}
    for (const port of session.inputs) {
      const feed = feedFor(port, rank)
      if (feed === null) return
      feeds[port.name] = feed
    }
    try {
      session.runSync!(feeds)
    } catch (error) {
      if (!(error instanceof BundleError)) throw error
    }
  }
}

/** Runs mutation `number`; says the code that came out, or `answers`. */
export async function fuzzOne(
  number: number,
): Promise<{ readonly seed: string; readonly model: Uint8Array; readonly run: Promise<string> }> {
  const names = Object.keys(seeds)
  const seed = names[number % names.length]!
  const model = mutateModel(seeds[seed]!, generator(number))
  return { seed, model, run: outcomeOf(model) }
}

export async function outcomeOf(model: Uint8Array): Promise<string> {
  try {
    const session = await js().open(model, { limits })
    call(session)
    return 'answers'
  } catch (error) {
    if (error instanceof BundleError) return error.code
    throw error
  }
}

/** Runs `count` mutations from number `first` on. */
export async function fuzzModels(first: number, count: number): Promise<Report> {
  const codes: Record<string, number> = {}
  const failures: Report['failures'][number][] = []
  for (let number = first; number < first + count; number++) {
    const { seed, model, run } = await fuzzOne(number)
    try {
      const code = await run
      codes[code] = (codes[code] ?? 0) + 1
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      failures.push({ number, seed, error: text, model: Buffer.from(model).toString('base64') })
    }
  }
  return { codes, failures }
}
