import { scoreDigest, type DigestItem } from '../bundle/digest.js'
import type { Golden, GoldenCase, Tolerance } from '../bundle/golden.js'
import type { Sha256 } from '../bundle/sha256.js'
import type { SparseRow } from '../column.js'
import { quote, type Issue } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { untagNumber } from '../json/number.js'
import type { KeyedCells, OutputRecord, OutputValue } from '../schema/decode.js'
import { cellPaths, type Output } from '../schema/output.js'

/** One cell of a column. */
export type Cell = number | string | null

/** A cell, or a sparse row. */
export type FeatureItem = Cell | SparseRow

/** What the runtime made of one record. `features` and `outputs` are null when the record is refused. */
export interface Trace {
  readonly features: readonly FeatureItem[] | null
  readonly outputs: OutputRecord | null
  readonly issues: readonly Issue[]
}

/** One difference between the runtime and what the trained pipeline answered. */
export interface GoldenFailure {
  readonly case: string
  /** The output's name, with the key or index of a cell; `features`; or null when the whole record is concerned. */
  readonly output: string | null
  readonly message: string
  readonly expected: unknown
  readonly got: unknown
  /** |got - expected| where both are numbers, else null. */
  readonly deviation: number | null
}

export interface GoldenReport {
  /** Every case is right, and the digest is the stored one where there is one for this backend. */
  readonly ok: boolean
  readonly backend: string
  readonly identity: string
  readonly cases: number
  readonly failures: readonly GoldenFailure[]
  /** The greatest deviation per output, and of `features`. */
  readonly worst: Readonly<Record<string, number>>
  readonly digest: string
}

const exact: Tolerance = { absolute: 0, relative: 0, terms: 0 }

/** A golden value with its tagged numbers as numbers. */
export function untag(value: JsonValue): unknown {
  if (typeof value !== 'object' || value === null) return value
  return untagNumber(value) ?? (Array.isArray(value) ? value.map(untag) : untagged(Object.entries(value)))
}

function untagged(members: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  return Object.fromEntries(Array.from(members, ([key, value]) => [key, untag(value as JsonValue)]))
}

/** The record of a case, tagged numbers as numbers. */
export function goldenRecord({ record }: GoldenCase): Record<string, unknown> {
  return untagged(record)
}

/** Deviations of one case, as they are found. */
interface Findings {
  readonly failures: GoldenFailure[]
  readonly worst: Map<string, number>
}

/** A cell by what leads to it within its output or the features. */
type KeyedCell = readonly [key: string, value: unknown]

function compareCell(
  { failures, worst }: Findings,
  name: string,
  output: string,
  [key, expected]: KeyedCell,
  got: unknown,
  { absolute, relative, terms }: Tolerance,
  sum: number,
): void {
  if (Object.is(expected, got) || (expected === got && typeof got === 'number')) return
  const numeric = typeof expected === 'number' && typeof got === 'number'
  const deviation = numeric ? Math.abs(got - expected) : null
  if (deviation !== null && deviation === deviation) {
    worst.set(output, Math.max(worst.get(output) ?? 0, deviation))
    const allowed = absolute + relative * Math.abs(expected as number) + terms * sum
    if (deviation < Infinity && deviation <= allowed) return
  }
  const message = `expected ${quote(expected)}, got ${quote(got)}`
  failures.push({ case: name, output: output + key, message, expected, got, deviation })
}

/** The cells of an output value as a list of keys and values. */
function cells(output: Output, value: unknown): readonly KeyedCell[] {
  const paths = cellPaths(output)
  if (paths === null) return (Array.isArray(value) ? value : []).map((cell: unknown, i) => [`[${i}]`, cell])
  return paths.map((path) => [path.map((key) => `.${key}`).join(''), path.reduce(own, value)])
}

function own(value: unknown, key: string): unknown {
  const object = Object(value) as { readonly [key: string]: unknown }
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function compareCase(
  findings: Findings,
  { tolerance }: Golden,
  one: GoldenCase,
  trace: Trace,
  outputs: readonly Output[],
): void {
  const { name } = one
  const whole = (message: string, expected: unknown, got: unknown): void => {
    findings.failures.push({ case: name, output: null, message, expected, got, deviation: null })
  }
  const sameCount = (
    { length: expected }: readonly unknown[],
    { length: got }: readonly unknown[],
    of: string,
  ): boolean => {
    if (got !== expected) whole(`expected ${expected} ${of}, got ${got}`, expected, got)
    return got === expected
  }
  if (one.outputs === null || trace.outputs === null) {
    if (trace.outputs !== null) whole('expected the record to be refused', null, trace.outputs)
    if (one.outputs !== null) whole(`the record was refused: ${reasons(trace)}`, 'outputs', null)
    return
  }
  for (const output of outputs) {
    const expected = one.outputs.get(output.name)
    if (expected === undefined) {
      whole(`the case has no output ${quote(output.name)}`, output.name, undefined)
      continue
    }
    const got = cells(output, trace.outputs[output.name])
    const wanted = cells(output, expected)
    if (!sameCount(wanted, got, `cells of ${quote(output.name)}`)) continue
    const allowed = tolerance.outputs.get(output.name) ?? exact
    const sum = one.terms?.get(output.name) ?? 0
    wanted.forEach(([key, value], i) => {
      compareCell(findings, name, output.name, [key, untag(value as JsonValue)], got[i]![1], allowed, sum)
    })
  }
  if (one.features === null || trace.features === null) return
  if (!sameCount(one.features, trace.features, 'features')) return
  one.features.forEach((expected, i) => {
    for (const [key, should, got] of featureCells(expected, trace.features![i]!)) {
      compareCell(findings, name, 'features', [`[${i}]${key}`, should], got, tolerance.features, 0)
    }
  })
}

/** Of a sparse row every cell that either has, in the order of indices. */
function featureCells(
  expected: JsonValue,
  got: FeatureItem,
): readonly (readonly [key: string, should: unknown, got: unknown])[] {
  if (typeof got !== 'object' || got === null) return [['', untag(expected), got]]
  const should = sparseCells(expected)
  const cells = new Map(Array.from(got.indices, (index, k) => [index, got.values[k]!]))
  const indices = [...new Set([...should.keys(), ...cells.keys()])].sort((a, b) => a - b)
  return indices.map((index) => [`[${index}]`, should.get(index) ?? 0, cells.get(index) ?? 0])
}

/** `{ "indices": [int], "values": [number] }` as a map; what is nothing of the kind is a cell -1, which no row has. */
function sparseCells(value: JsonValue): Map<number, unknown> {
  const { indices, values } = Object(value) as { indices?: unknown; values?: unknown }
  if (!Array.isArray(indices) || !Array.isArray(values) || indices.length !== values.length) {
    return new Map([[-1, value]])
  }
  return new Map(indices.map((index: number, k) => [index, untag(values[k] as JsonValue)]))
}

function reasons({ issues }: Trace): string {
  return issues
    .filter(({ fatal }) => fatal)
    .map(({ field, message }) => `${field}: ${message}`)
    .join('; ')
}

function digestItem({ features, outputs, issues }: Trace, schema: readonly Output[]): DigestItem {
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  const pairs = issues.map(({ field, code }): readonly [string, string] => [field, code])
  pairs.sort((a, b) => byText(a[0], b[0]) || byText(a[1], b[1]))
  return [
    features && features.map(featureItem),
    outputs && schema.map((output) => outputItem(output, outputs[output.name]!)),
    pairs,
  ]
}

/** Of a sparse row the pairs of index and value that are not 0. */
function featureItem(item: FeatureItem): DigestItem {
  if (typeof item !== 'object' || item === null) return item
  const pairs = Array.from(item.indices, (index, k) => [index, item.values[k]!])
  return pairs.filter(([, value]) => value !== 0)
}

function outputItem({ form, keys }: Output, value: OutputValue): DigestItem {
  if (form === 'object') return keys.map((key) => (value as KeyedCells)[key]!)
  if (form !== 'groups') return value as Cell | Cell[]
  return keys.map((group) => {
    const cells = (value as { readonly [name: string]: KeyedCells })[group.name]!
    return group.keys.map((key) => cells[key]!)
  })
}

/** Compares traces of the golden cases, in their order, with what the cases say, and digests them. */
export async function judge(
  golden: Golden,
  traces: readonly Trace[],
  outputs: readonly Output[],
  { backend, identity, sha256 }: { backend: string; identity: string; sha256: Sha256 },
): Promise<GoldenReport> {
  const findings: Findings = { failures: [], worst: new Map() }
  golden.cases.forEach((one, i) => {
    compareCase(findings, golden, one, traces[i]!, outputs)
  })
  const digest = await scoreDigest(
    traces.map((trace) => digestItem(trace, outputs)),
    sha256,
  )
  const stored = golden.backends.find((entry) => entry.backend === backend)?.digest
  if (backend === 'js' && stored !== undefined && stored !== digest) {
    const message = 'the score digest differs from the stored one'
    findings.failures.push({ case: 'digest', output: null, message, expected: stored, got: digest, deviation: null })
  }
  const { failures, worst } = findings
  const ok = failures.length === 0
  return { ok, backend, identity, cases: golden.cases.length, failures, worst: Object.fromEntries(worst), digest }
}
