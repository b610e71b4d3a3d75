import { decodeGolden, type Tolerance } from '../bundle/golden.js'
import { BundleError, mismatch, pointer, quote } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { isPlainObject } from '../json/plain-object.js'
import type { Model } from '../model/model.js'
import { toJson } from './to-json.js'

type Names<T> = Readonly<Record<string, T>>

/** Golden cases as an author writes them: the right answers come from where the model comes from, never from this library. */
export interface GoldenDefinition {
  readonly cases: readonly {
    /** `case 1` and so on when it is left out. */
    readonly name?: string
    /** `synthetic` when it is left out. */
    readonly source?: 'real' | 'redacted' | 'synthetic'
    readonly record: Names<unknown>
    /** By output name, or null: the record must be refused. */
    readonly outputs: Names<unknown> | null
    /** What the graph's features must be, in order; not compared when it is null or left out. */
    readonly features?: readonly unknown[] | null
    /** Per output, the sum of the absolute terms that it was summed from. */
    readonly terms?: Names<number> | null
  }[]
  /** What is left out is 0: exact. */
  readonly tolerance?: { readonly outputs?: Names<Partial<Tolerance>>; readonly features?: Partial<Tolerance> }
  /** What backends answered; worked out by `pack` when it is left out. */
  readonly backends?: readonly {
    readonly backend: string
    readonly digest: string
    readonly worst: Names<number>
  }[]
}

function tolerance(given: Partial<Tolerance>): Tolerance {
  return { absolute: 0, relative: 0, terms: 0, ...given }
}

/** With what was left out; what is no object is refused when it is decoded. */
function complete<T>(given: T, completed: (given: T) => object): T | object {
  return isPlainObject(given) ? completed(given) : given
}

/** The content of golden.json; throws ERR_GOLDEN_INVALID for what is none. */
export function goldenJson(golden: GoldenDefinition): JsonValue {
  const { cases, tolerance: allowed = {}, backends = [], ...rest } = golden
  const listed = Array.isArray(cases) ? golden.cases : []
  const content = toJson(
    {
      ...rest,
      cases: listed.length === 0 ? cases : listed.map((one, i) => ({ ...blank(i), ...one })),
      tolerance: complete(allowed, ({ outputs = {}, features = {}, ...rest }) => ({
        ...rest,
        outputs: complete(outputs, (named) =>
          Object.fromEntries(Object.entries(named).map(([name, one]) => [name, complete(one, tolerance)])),
        ),
        features: complete(features, tolerance),
      })),
      backends,
    },
    'golden.json#',
  )
  decodeGolden(content, 'golden.json#')
  return content
}

function blank(i: number): object {
  return { name: `case ${i + 1}`, source: 'synthetic', features: null, terms: null }
}

/** Refuses what is said of outputs that the model does not have: nothing would be compared with it. */
function checkNames({ cases, tolerance }: GoldenDefinition, { schema }: Model): void {
  const check = (outputs: object, at: string): void => {
    const other = Object.keys(outputs).find((key) => !schema.outputs.some(({ name }) => name === key))
    if (other !== undefined) mismatch('ERR_GOLDEN_INVALID', 'an output of the schema', quote(other), pointer(at, other))
  }
  check(tolerance?.outputs ?? {}, 'golden.json#/tolerance/outputs')
  cases.forEach(({ outputs, terms }, i) => {
    check(outputs ?? {}, pointer('golden.json#', 'cases', i, 'outputs'))
    check(terms ?? {}, pointer('golden.json#', 'cases', i, 'terms'))
  })
}

/** Replays the cases and gives what `backends` says of it; throws ERR_GOLDEN_INVALID at the first case that is not answered. */
export async function verify(model: Model, golden: GoldenDefinition): Promise<GoldenDefinition['backends'] & object> {
  checkNames(golden, model)
  const { cases } = golden
  const { failures, backend, digest, worst } = await model.test()
  const [failure] = failures
  if (failure !== undefined) {
    const place = cases.findIndex(({ name }, i) => (name ?? `case ${i + 1}`) === failure.case)
    const at = place < 0 ? 'golden.json#/backends' : pointer('golden.json#', 'cases', place)
    const output = failure.output === null ? '' : ` in ${failure.output}`
    throw new BundleError('ERR_GOLDEN_INVALID', `${failure.message}${output}, in ${JSON.stringify(failure.case)}`, at)
  }
  return [{ backend, digest, worst }]
}
