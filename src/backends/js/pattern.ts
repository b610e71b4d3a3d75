/**
 * Regular expressions of the syntax of RE2 (https://github.com/google/re2/wiki/Syntax), as far as it is a regular language over
 * code points: characters, classes, groups, alternatives, repetition, ^, $, \\b and \\B. Matching takes time in proportion to the
 * pattern and the text.
 */
export interface Pattern {
  readonly program: readonly Instruction[]
}

type Ranges = readonly (readonly [number, number])[]
type Instruction =
  | { readonly kind: 'set'; readonly ranges: Ranges; readonly negated: boolean }
  | { readonly kind: 'split'; readonly to: readonly number[] }
  | { readonly kind: 'assert'; readonly what: string }
  | { readonly kind: 'match' }
/** A part of a pattern: adds its instructions to a program. */
type Part = (program: Instruction[]) => void

const MAX_PROGRAM = 2000
const digits: Ranges = [[48, 57]]
const words: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]
const spaces: Ranges = [
  [9, 10],
  [12, 13],
  [32, 32],
]
const controls: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7 }

const inside = (ranges: Ranges, c: number): boolean => ranges.some(([low, high]) => c >= low && c <= high)

/** All code points outside of the ranges. */
function complement(ranges: Ranges): Ranges {
  const made: [number, number][] = []
  let next = 0
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (low > next) made.push([next, low - 1])
    next = Math.max(next, high + 1)
  }
  made.push([next, 0x10ffff])
  return made
}

/** Compiles a pattern; null for what is not in the syntax above, or is too large. */
export function compilePattern(text: string): Pattern | null {
  const source = Array.from(text)
  let at = 0
  let bad = false
  const fail = (): Part => {
    bad = true
    at = source.length
    return () => undefined
  }
  const set =
    (ranges: Ranges, negated = false): Part =>
    (program) =>
      void program.push({ kind: 'set', ranges, negated })
  const code = (c: string): number => c.codePointAt(0)!

  /** The ranges of the escape whose letter is next; null for one that is no set of characters. */
  function escape(): Ranges | null {
    const c = source[at++]
    if (c === undefined) return null
    const lower =
      c === 'd' || c === 'D' ? digits : c === 'w' || c === 'W' ? words : c === 's' || c === 'S' ? spaces : null
    if (lower !== null) return c < 'a' ? complement(lower) : lower
    const control = Object.hasOwn(controls, c) ? controls[c]! : code(c)
    if (control === code(c) && inside(words, control)) return null
    return [[control, control]]
  }

  function characterClass(): Part {
    const ranges: (readonly [number, number])[] = []
    const negated = source[at] === '^'
    if (negated) at++
    for (let first = true; first || source[at] !== ']'; first = false) {
      const c = source[at++]
      if (c === undefined || (c === '[' && source[at] === ':')) return fail()
      const start = c === '\\' ? escape() : [[code(c), code(c)] as const]
      if (start === null) return fail()
      if (source[at] !== '-' || source[at + 1] === ']' || source[at + 1] === undefined) {
        ranges.push(...start)
        continue
      }
      at++
      const d = source[at++]!
      const end = d === '\\' ? escape() : [[code(d), code(d)] as const]
      const [low, high] = [start[0]![0], end?.[0]?.[0] ?? -1]
      if (end === null || start.length !== 1 || end.length !== 1 || high < low) return fail()
      ranges.push([low, high])
    }
    at++
    return set(ranges, negated)
  }

  function atom(depth: number): Part {
    const c = source[at++]!
    if (c === '(') {
      if (source[at] === '?') {
        if (source[at + 1] !== ':') return fail()
        at += 2
      }
      const inner = alternatives(depth + 1)
      return source[at++] === ')' ? inner : fail()
    }
    if (c === '[') return characterClass()
    if (c === '.') return set([[10, 10]], true)
    if (c === '^' || c === '$') return (program) => void program.push({ kind: 'assert', what: c })
    if (c === '*' || c === '+' || c === '?') return fail()
    if (c !== '\\') return set([[code(c), code(c)]])
    const what = source[at]
    if (what === 'b' || what === 'B') {
      at++
      return (program) => void program.push({ kind: 'assert', what })
    }
    const ranges = escape()
    return ranges === null ? fail() : set(ranges)
  }

  /** {m}, {m,} or {m,n} after the brace; null where the brace is a character. */
  function bounds(): readonly [number, number] | null {
    const end = source.indexOf('}', at)
    if (end < 0) return null
    const parts = source.slice(at, end).join('').split(',')
    const isCount = (part: string): boolean => part !== '' && Array.from(part).every((c) => c >= '0' && c <= '9')
    const [low, high] = parts
    if (parts.length > 2 || !isCount(low!) || (high !== undefined && high !== '' && !isCount(high))) return null
    at = end + 1
    return [Number(low), high === undefined ? Number(low) : high === '' ? Infinity : Number(high)]
  }

  function repeated(depth: number): Part {
    const one = atom(depth)
    const c = source[at]
    let range: readonly [number, number] | null = null
    if (c === '*' || c === '+' || c === '?') {
      at++
      range = [c === '+' ? 1 : 0, c === '?' ? 1 : Infinity]
    } else if (c === '{') {
      at++
      range = bounds()
      if (range === null) at--
      if (range === null && source[at] === '{') return one
    }
    if (range === null) return one
    // A lazy match is the same language, but repetition of repetition is an error.
    if (['*', '+', '{'].includes(source[at] ?? '')) return fail()
    if (source[at] === '?') at++
    const [low, high] = range
    if (low > 1000 || (high !== Infinity && (high > 1000 || high < low))) return fail()
    return (program) => {
      for (let i = 0; i < low && program.length <= MAX_PROGRAM; i++) one(program)
      if (high === Infinity) loop(program, one)
      else for (let i = low; i < high && program.length <= MAX_PROGRAM; i++) optional(program, one)
    }
  }

  function sequence(depth: number): Part {
    const parts: Part[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(depth))
    return (program) => {
      for (const part of parts) if (program.length <= MAX_PROGRAM) part(program)
    }
  }

  function alternatives(depth: number): Part {
    if (depth > 50) return fail()
    const parts = [sequence(depth)]
    while (source[at] === '|') {
      at++
      parts.push(sequence(depth))
    }
    return parts.length === 1 ? parts[0]! : (program) => choose(program, parts)
  }

  const whole = alternatives(0)
  if (bad || at < source.length) return null
  const program: Instruction[] = []
  whole(program)
  program.push({ kind: 'match' })
  return program.length > MAX_PROGRAM ? null : { program }
}

function loop(program: Instruction[], part: Part): void {
  const start = program.length
  program.push({ kind: 'match' })
  part(program)
  program.push({ kind: 'split', to: [start] })
  program[start] = { kind: 'split', to: [start + 1, program.length] }
}

function optional(program: Instruction[], part: Part): void {
  const start = program.length
  program.push({ kind: 'match' })
  part(program)
  program[start] = { kind: 'split', to: [start + 1, program.length] }
}

function choose(program: Instruction[], parts: readonly Part[]): void {
  const start = program.length
  program.push({ kind: 'match' })
  const starts: number[] = []
  const ends: number[] = []
  for (const part of parts) {
    if (program.length > MAX_PROGRAM) return
    starts.push(program.length)
    part(program)
    ends.push(program.length)
    program.push({ kind: 'match' })
  }
  program[start] = { kind: 'split', to: starts }
  for (const end of ends) program[end] = { kind: 'split', to: [program.length] }
}

function holds(what: string, text: readonly number[], at: number): boolean {
  if (what === '^') return at === 0
  if (what === '$') return at === text.length
  const edge = (at > 0 && inside(words, text[at - 1]!)) !== (at < text.length && inside(words, text[at]!))
  return edge === (what === 'b')
}

/** The end of the longest match that begins at `start`, -1 for none. `charge` is told the states that are looked at. */
export function longestMatch(
  { program }: Pattern,
  text: readonly number[],
  start: number,
  charge: (steps: number) => void,
): number {
  let best = -1
  let states = new Set<number>([0])
  for (let at = start; states.size > 0; at++) {
    // A set is walked in the order of insertion, what is added on the way too.
    const next = new Set<number>()
    for (const state of states) {
      const instruction = program[state]!
      if (instruction.kind === 'split') for (const to of instruction.to) states.add(to)
      else if (instruction.kind === 'match') best = at
      else if (instruction.kind === 'assert') {
        if (holds(instruction.what, text, at)) states.add(state + 1)
      } else if (at < text.length && inside(instruction.ranges, text[at]!) !== instruction.negated) next.add(state + 1)
    }
    charge(states.size)
    states = next
  }
  return best
}
