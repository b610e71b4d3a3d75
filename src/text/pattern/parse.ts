import { category, classOf, type Item } from './sets.js'
import type { Assertion, Flags, PatternTables, Refuse, Tree } from './tree.js'

const controls: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }
const mostUnits = 65_536
const mostRepeats = 1000
const mostDepth = 50

/** Whether a letter or digit of ASCII. */
const isAlphanumeric = (c: string): boolean =>
  (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')

/** Reads a pattern of the subset of Python's re; `groups` is how many capture. */
export function parsePattern(
  text: string,
  tables: PatternTables,
  refuse: Refuse,
): { tree: Tree; flags: Flags; groups: number } {
  if (text.length > mostUnits) refuse(`expected a pattern of at most ${mostUnits} characters, got ${text.length}`)
  const letters = Array.from(text)
  const flags: Flags = { ignoreCase: false, multiline: false, dotAll: false, ascii: false }
  let at = 0
  let groups = 0
  let depth = 0
  const fail = (expected: string): never => refuse(`expected ${expected} at ${at} of the pattern`)
  const peek = (): string => letters[at] ?? ''
  const take = (): string => letters[at++] ?? fail('more')
  const skip = (wanted: string): boolean => {
    if (!wanted.split('').every((c, i) => letters[at + i] === c)) return false
    at += wanted.length
    return true
  }

  const readFlags = (): void => {
    while (letters[at] === '(' && letters[at + 1] === '?' && 'aimsu'.includes(letters[at + 2] ?? '-')) {
      at += 2
      for (let c = take(); c !== ')'; c = take()) {
        if (c === 'i') flags.ignoreCase = true
        else if (c === 'm') flags.multiline = true
        else if (c === 's') flags.dotAll = true
        else if (c === 'a') flags.ascii = true
        else if (c !== 'u') fail('flags of a, i, m, s and u before everything else')
      }
    }
  }
  const point = (count: number): number => {
    let value = 0
    for (let i = 0; i < count; i++) {
      const digit = '0123456789abcdef'.indexOf(asciiLower(take()))
      if (digit < 0) fail(`${count} hexadecimal digits`)
      value = value * 16 + digit
    }
    return value > 0x10ffff ? fail('a code point') : value
  }
  const asciiLower = (c: string): string => (c >= 'A' && c <= 'F' ? String.fromCharCode(c.charCodeAt(0) + 32) : c)
  /** The code point of an escape that is one character. */
  const escaped = (c: string): number => {
    if (c === 'x') return point(2)
    if (c === 'u') return point(4)
    if (c === 'U') return point(8)
    if (Object.hasOwn(controls, c)) return controls[c]!
    return isAlphanumeric(c) ? fail(`an escape that is known here, got \\${c}`) : c.codePointAt(0)!
  }
  const literal = (value: number): Tree => ({
    type: 'set',
    set: classOf([{ first: value, last: value }], false, flags, tables),
    nullable: false,
  })
  const classItem = (): Item => {
    const c = take()
    if (c !== '\\') return { first: c.codePointAt(0)!, last: c.codePointAt(0)! }
    const letter = take()
    if (category(letter, flags, tables) !== null) return { category: letter }
    const value = escaped(letter)
    return { first: value, last: value }
  }
  const readClass = (): Tree => {
    const negated = skip('^')
    const items: Item[] = []
    do {
      const item = classItem()
      const range = peek() === '-' && letters[at + 1] !== ']' && at + 1 < letters.length
      if (!range) {
        items.push(item)
        continue
      }
      at++
      const end = classItem()
      if ('category' in item || 'category' in end || end.first < item.first)
        return fail('a range of characters in order')
      items.push({ first: item.first, last: end.last })
    } while (peek() !== ']')
    at++
    return { type: 'set', set: classOf(items, negated, flags, tables), nullable: false }
  }
  const assertion = (assertion: Assertion): Tree => ({ type: 'assert', assertion, nullable: true })
  const readEscape = (): Tree => {
    const c = take()
    if (c === 'A') return assertion('start')
    if (c === 'Z') return assertion('end')
    if (c === 'b') return assertion('boundary')
    if (c === 'B') return assertion('no_boundary')
    if (category(c, flags, tables) !== null)
      return { type: 'set', set: classOf([{ category: c }], false, flags, tables), nullable: false }
    return literal(escaped(c))
  }
  const readGroup = (): Tree => {
    if (++depth > mostDepth) fail(`at most ${mostDepth} groups within each other`)
    let captures = true
    if (skip('?:')) captures = false
    else if (skip('?P<')) {
      for (; peek() !== '>'; at++) if (!isAlphanumeric(peek()) && peek() !== '_') fail('a name')
      at++
    } else if (peek() === '?') fail('( or (?: or (?P<name>')
    if (captures && ++groups > 1) fail('at most one group that captures')
    const of = readChoice()
    if (!skip(')')) fail(')')
    depth--
    return captures ? { type: 'group', of, nullable: of.nullable } : of
  }
  const readAtom = (): Tree => {
    const c = take()
    if (c === '.')
      return {
        type: 'set',
        set: classOf(flags.dotAll ? [] : [{ first: 10, last: 10 }], true, { ...flags, ignoreCase: false }, tables),
        nullable: false,
      }
    if (c === '^') return assertion(flags.multiline ? 'line_start' : 'start')
    if (c === '$') return assertion(flags.multiline ? 'line_end' : 'end_or_newline')
    if (c === '[') return readClass()
    if (c === '(') return readGroup()
    if (c === '\\') return readEscape()
    if (c === '*' || c === '+' || c === '?') return fail('something to repeat')
    return literal(c.codePointAt(0)!)
  }
  const digits = (): number | null => {
    const start = at
    while (peek() >= '0' && peek() <= '9' && peek() !== '') at++
    return at === start ? null : Number(letters.slice(start, at).join(''))
  }
  /** The bounds of a repeat that begins here, or null; braces that hold no bounds are characters. */
  const readBounds = (): [number, number] | null => {
    if (skip('*')) return [0, Infinity]
    if (skip('+')) return [1, Infinity]
    if (skip('?')) return [0, 1]
    const start = at
    if (!skip('{') || peek() === '}') {
      at = start
      return null
    }
    const low = digits()
    const high = skip(',') ? (digits() ?? Infinity) : low
    if (high === null || !skip('}')) {
      at = start
      return null
    }
    const min = low ?? 0
    if (high < min) fail('a repeat whose greatest number is not below its least')
    if (min > mostRepeats || (high > mostRepeats && high !== Infinity)) fail(`at most ${mostRepeats} repeats`)
    return [min, high]
  }
  const readRepeats = (): Tree => {
    const of = readAtom()
    const bounds = readBounds()
    if (bounds === null) return of
    if (of.type === 'assert' || of.nullable) fail('a repeat of what can not match nothing')
    const greedy = !skip('?')
    if (greedy && peek() === '+') fail('no possessive repeat')
    const again = at
    if (readBounds() !== null) {
      at = again
      fail('no repeat of a repeat')
    }
    const [min, max] = bounds
    return { type: 'repeat', of, min, max, greedy, nullable: min === 0 }
  }
  const readSequence = (): Tree => {
    const parts: Tree[] = []
    while (at < letters.length && peek() !== '|' && peek() !== ')') parts.push(readRepeats())
    return { type: 'sequence', parts, nullable: parts.every(({ nullable }) => nullable) }
  }
  const readChoice = (): Tree => {
    const parts = [readSequence()]
    while (skip('|')) parts.push(readSequence())
    return parts.length === 1 ? parts[0]! : { type: 'choice', parts, nullable: parts.some(({ nullable }) => nullable) }
  }

  readFlags()
  const tree = readChoice()
  if (at < letters.length) fail('the end')
  return { tree, flags, groups }
}
