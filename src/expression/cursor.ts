import { quote } from '../errors.js'
import type { Program, Value } from './program.js'
import { refuse, scan, show, type Token } from './scan.js'

const maxDepth = 64
const maxNodes = 4_096

const words: ReadonlySet<string> = /* @__PURE__ */ new Set(['and', 'or', 'not', 'in', 'true', 'false', 'nan', 'inf'])

/** Whether `name` is a word of the grammar, which no variable can be called. */
export function isWord(name: string): boolean {
  return words.has(name)
}

/** Where parsing is: `token` is the next one, `depth` the nesting, `nodes` the nodes of the tree so far. */
export interface Cursor {
  readonly text: string
  readonly program: Program
  readonly variables: ReadonlyMap<string, Value>
  token: Token
  depth: number
  nodes: number
}

export function startCursor(text: string, program: Program, variables: ReadonlyMap<string, Value>): Cursor {
  return { text, program, variables, token: scan(text, 0, program), depth: 0, nodes: 0 }
}

/** Refuses the next token. */
export function fail({ token, program }: Cursor, expected: string): never {
  return refuse(token.offset, expected, show(token), program.at)
}

/** Takes the next token. */
export function advance(cursor: Cursor): Token {
  const { token } = cursor
  cursor.token = scan(cursor.text, token.end, cursor.program)
  return token
}

/** Whether the next token is one of these symbols and words. */
export function isNext({ token }: Cursor, ...texts: readonly string[]): boolean {
  return (token.kind === 'symbol' || token.kind === 'name') && texts.includes(token.text)
}

/** Takes `symbol`, or refuses what is there instead. */
export function take(cursor: Cursor, symbol: string): Token {
  return isNext(cursor, symbol) ? advance(cursor) : fail(cursor, quote(symbol))
}

/** Takes the next token, which is a node of the tree. */
export function takeNode(cursor: Cursor): Token {
  const { token, program } = cursor
  if (++cursor.nodes > maxNodes) refuse(token.offset, `at most ${maxNodes} nodes`, 'more', program.at)
  return advance(cursor)
}

/** What `parse` gives one level deeper; every recursion passes through here. `offset` is what opens the level. */
export function nested<T>(cursor: Cursor, offset: number, parse: (cursor: Cursor) => T): T {
  if (++cursor.depth > maxDepth) refuse(offset, `nesting of at most ${maxDepth}`, 'more', cursor.program.at)
  const value = parse(cursor)
  cursor.depth--
  return value
}
