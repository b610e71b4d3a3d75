import type { Value } from '../../src/backends/backend.js'
import { defaultLimits } from '../../src/limits.js'
import { inlineFunctions } from '../../src/onnx/functions.js'
import { readModel } from '../../src/onnx/read.js'
import { outcomeOf, type Engine, type Outcome } from './engine.js'
import { casesOf, difference, tensorIn, type Case } from './onnx-cases.js'

interface MapInput {
  readonly name: string
  readonly kind: string
  readonly key?: string
  readonly value?: string
  readonly map?: { readonly keys: readonly (string | number)[]; readonly values: readonly (string | number)[] }
}

/** Inputs that are maps stand in test.json only. */
function mapsOf(test: Record<string, unknown>): [string, Value][] {
  const inputs = (test['inputs'] ?? []) as readonly MapInput[]
  return inputs.flatMap(({ name, kind, key, value, map }) => {
    if (kind !== 'map') return []
    const cell = (type: string | undefined, x: string | number): string | bigint | number =>
      type === 'int64' ? BigInt(x) : type === 'float32' ? Number(x) : String(x)
    const entries = map!.keys.map((k, i) => [cell(key, k), cell(value, map!.values[i]!)] as const)
    return [[name, new Map(entries) as Value]]
  })
}

async function problemOf({ model, inputs, outputs, test }: Case, engine: Engine): Promise<string | null> {
  const run = await engine.open(model)
  const { graph } = readModel(model, 'model.onnx', defaultLimits, inlineFunctions)
  const feeds: Record<string, Value> = Object.fromEntries(mapsOf(test))
  inputs.forEach((bytes, i) => {
    feeds[graph.inputs[i]!.name] = tensorIn(bytes).tensor
  })
  const answers = await run(feeds)
  const { abs_err: absolute = {}, rel_err: relative = {} } = test as Record<string, Record<string, number>>
  const problems = outputs.map((bytes, i) => {
    const { name } = graph.outputs[i]!
    return difference(answers[i], tensorIn(bytes).tensor, absolute[name] ?? 1e-3, relative[name] ?? 0)
  })
  return problems.find((text) => text !== null) ?? null
}

/** Whether a call that must fail is answered as recorded; two record dims that onnxruntime itself finds to be others. */
async function problemOfFailing({ model, inputs, test }: Case, engine: Engine): Promise<string | null> {
  try {
    const run = await engine.open(model)
    const { graph } = readModel(model, 'model.onnx', defaultLimits, inlineFunctions)
    const [bytes] = inputs
    const feeds = Object.fromEntries([
      ...mapsOf(test),
      ...(bytes === undefined ? [] : [[graph.inputs[0]!.name, tensorIn(bytes).tensor] as const]),
    ])
    const answers = await run(feeds)
    const wanted = test['outputs'] as readonly { readonly dims?: readonly number[] }[]
    const contradicts = wanted.some(({ dims }, i) => {
      const answer = answers[i]
      return dims !== undefined && answer !== undefined && 'dims' in answer && answer.dims.join() !== dims.join()
    })
    return contradicts ? null : 'expected to fail'
  } catch (error) {
    return engine.isRefusal(error) ? null : String(error)
  }
}

/** onnxruntime's tests of ai.onnx.ml, of which some must fail. */
export async function runOrtMl(entries: ReadonlyMap<string, Uint8Array>, engine: Engine): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const one of casesOf(entries)) {
    const fails = one.test['expect'] === 'failure'
    outcomes.push(await outcomeOf(one.name, () => (fails ? problemOfFailing : problemOf)(one, engine)))
  }
  return outcomes
}
