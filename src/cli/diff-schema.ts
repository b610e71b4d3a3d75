import type { Schema } from '../schema/document.js'
import type { Input } from '../schema/input.js'
import type { Output } from '../schema/output.js'

/**
 * One difference. Breaking: a record that the first bundle takes may be refused by the second, or an answer lacks what it had. What the
 * first did not look at (other keys, items of a list of another size) is taken for right.
 */
export interface SchemaChange {
  readonly breaking: boolean
  readonly at: string
  readonly message: string
}

type Report = (breaking: boolean, at: string, message: string) => void
type Fields = Readonly<Record<string, unknown>>

const documentation = ['description', 'unit', 'owner', 'example']
const show = (value: unknown): string => JSON.stringify(value)
const equal = (a: unknown, b: unknown): boolean => show(a) === show(b)

/** Whether a value of the one type may be refused in the other. */
function narrows(a: Input, b: Input): boolean {
  if (b.type !== 'float64') return true
  if (a.type === 'float32') return unrounded(b)
  // What was none before, a half or an infinity, is a number now.
  return a.type !== 'int64' || a.policy.wrong_type !== 'error'
}

/** Whether numbers are refused that lie within the range only once they are rounded to float32. */
function unrounded(b: Input): boolean {
  return 'range' in b && b.range !== null && b.policy.out_of_range === 'error'
}

interface Range {
  readonly min: number | null
  readonly max: number | null
  readonly min_open?: boolean
  readonly max_open?: boolean
}

/** Whether every value within `a` is within `b`; null has no bounds. */
function contains(b: Range | null, a: Range | null): boolean {
  const low = ({ min }: Range): number => min ?? -Infinity
  const high = ({ max }: Range): number => max ?? Infinity
  const all: Range = { min: null, max: null }
  const [outer, inner] = [b ?? all, a ?? all]
  const below = low(outer) < low(inner) || (low(outer) === low(inner) && (!outer.min_open || inner.min_open === true))
  const above =
    high(outer) > high(inner) || (high(outer) === high(inner) && (!outer.max_open || inner.max_open === true))
  return below && above
}

/** Whether texts of other lengths are refused where there are no categories. */
function limited(b: Input): boolean {
  return b.type === 'string' && b.length !== null && b.policy.wrong_length === 'error'
}

type Texts = readonly string[] | null

/** Whether each text of `a` is in `b`; null has every text. */
function includes(b: Texts, a: Texts): boolean {
  return b === null || (a !== null && a.every((text) => b.includes(text)))
}

/** A condition of the policy, and whether no value that the old constraint let pass meets it under the new one. */
type Constraint = readonly [condition: string, loosens: (b: never, a: never) => boolean]

const constraints: Readonly<Record<string, readonly Constraint[]>> = {
  range: [['out_of_range', contains]],
  length: [['wrong_length', contains]],
  size: [['wrong_length', equal]],
  categories: [['unseen_category', includes]],
  keys: [
    ['unseen_key', includes],
    ['absent_key', (b: Texts, a: Texts) => includes(a, b)],
  ],
  items: [['beyond_float32', (b: string) => b === 'float64']],
}

/** What no record is refused for. */
const harmless = [...documentation, 'missing_text', 'format']

function diffInput(a: Input, b: Input, at: string, report: Report): void {
  const [before, after] = [a as unknown as Fields, b as unknown as Fields]
  const [policyBefore, policyAfter] = [before['policy'] as Fields, after['policy'] as Fields]
  if (a.type !== b.type) report(narrows(a, b), `${at}/type`, `${a.type} became ${b.type}`)
  for (const key of Object.keys({ ...before, ...after })) {
    if (['name', 'type', 'policy'].includes(key) || equal(before[key], after[key])) continue
    const place = `${at}/${key}`
    const message = `${show(before[key] ?? null)} became ${show(after[key] ?? null)}`
    const [now, then] = [(after[key] ?? null) as never, (before[key] ?? null) as never]
    // Each looks at what the other lets pass: without categories at the length, without float32 at numbers as they are.
    const uncovered =
      (key === 'categories' && now === null && policyBefore['unseen_category'] !== 'error' && limited(b)) ||
      (key === 'items' && unrounded(b))
    const refuses = ([condition, loosens]: Constraint): boolean =>
      policyAfter[condition] === 'error' && !loosens(now, then)
    if (harmless.includes(key)) report(false, place, message)
    else if (Object.hasOwn(constraints, key)) report(uncovered || constraints[key]!.some(refuses), place, message)
    // What a datetime is written as and counted from; of another type, that type is the change.
    else report(a.type === b.type, place, message)
  }
  for (const [condition, action] of Object.entries(policyAfter)) {
    const old = policyBefore[condition]
    if (old === undefined || equal(old, action)) continue
    report(action === 'error', `${at}/policy/${condition}`, `${show(old)} became ${show(action)}`)
  }
}

function diffOutput(a: Output, b: Output, at: string, report: Report): void {
  for (const key of ['type', 'form', 'meaning'] as const) {
    if (a[key] !== b[key]) report(true, `${at}/${key}`, `${a[key]} became ${b[key]}`)
  }
  const lost = (a.keys ?? []).filter((key) => !(b.keys ?? []).some((other) => equal(key, other)))
  if (!equal(a.keys, b.keys)) report(lost.length > 0, `${at}/keys`, `${show(a.keys)} became ${show(b.keys)}`)
  for (const key of ['description', 'unit'] as const) {
    if (a[key] !== b[key]) report(false, `${at}/${key}`, `${show(a[key])} became ${show(b[key])}`)
  }
}

/** What the second schema says otherwise than the first, for whoever sends records and reads answers. */
export function diffSchemas(a: Schema, b: Schema): SchemaChange[] {
  const changes: SchemaChange[] = []
  const report: Report = (breaking, at, message) => changes.push({ breaking, at, message })
  const strict = b.unknown_keys === 'error'
  if (a.unknown_keys !== b.unknown_keys) {
    report(strict, 'unknown_keys', `${a.unknown_keys} became ${b.unknown_keys}`)
  }
  for (const input of a.inputs) {
    const at = `inputs/${input.name}`
    const other = b.inputs.find(({ name }) => name === input.name)
    if (other === undefined) report(strict, at, strict ? 'removed, and unknown keys are refused' : 'removed')
    else diffInput(input, other, at, report)
  }
  for (const { name, policy } of b.inputs) {
    if (a.inputs.some((input) => input.name === name)) continue
    const needed = policy.absent === 'error'
    report(needed, `inputs/${name}`, needed ? 'added, and records must have it' : 'added')
  }
  for (const output of a.outputs) {
    const at = `outputs/${output.name}`
    const other = b.outputs.find(({ name }) => name === output.name)
    if (other === undefined) report(true, at, 'removed')
    else diffOutput(output, other, at, report)
  }
  for (const { name } of b.outputs) {
    if (!a.outputs.some((output) => output.name === name)) report(false, `outputs/${name}`, 'added')
  }
  return changes
}
