import type { TreeSite } from './site.js'
import type { TreeTable } from './table.js'

/** A set of numbers: bit i of `bits` for small integers, the others in `rest`. */
export interface MemberSet {
  readonly bits: Uint32Array
  readonly rest: ReadonlySet<number> | null
}

const none = /* @__PURE__ */ new Uint32Array(0)

function makeSet(members: ArrayLike<number>, start: number, end: number): MemberSet {
  // One word for each member and a few more: no set is far larger than its members were.
  const room = 32 * (end - start + 4)
  let largest = -1
  const rest = new Set<number>()
  for (let i = start; i < end; i++) {
    const value = members[i]!
    if (value >= 0 && value < room && value % 1 === 0) largest = Math.max(largest, value)
    else rest.add(value)
  }
  const bits = largest < 0 ? none : new Uint32Array((largest >>> 5) + 1)
  for (let i = start; i < end; i++) {
    const value = members[i]!
    if (!rest.has(value)) bits[value >>> 5]! |= 1 << (value & 31)
  }
  return { bits, rest: rest.size === 0 ? null : rest }
}

/** The set of each of the `expected` MEMBER nodes, in node order: lists that end with NaN, which may be missing after the last. */
export function readSets(site: TreeSite, { members }: TreeTable, expected: number): MemberSet[] {
  const sets: MemberSet[] = []
  const values = members ?? []
  let start = 0
  for (let i = 0; i <= values.length; i++) {
    const value = i < values.length ? values[i]! : NaN
    if (value === value || (i === values.length && start === i)) continue
    if (sets.length === expected) site.invalid(`expected ${expected} sets of members, got more`)
    sets.push(makeSet(values, start, i))
    start = i + 1
  }
  if (sets.length !== expected) site.invalid(`expected ${expected} sets of members, got ${sets.length}`)
  return sets
}

export function hasMember({ bits, rest }: MemberSet, value: number): boolean {
  const small = value >= 0 && value < bits.length * 32 && value % 1 === 0
  return (small && (bits[value >>> 5]! & (1 << (value & 31))) !== 0) || (rest !== null && rest.has(value))
}
