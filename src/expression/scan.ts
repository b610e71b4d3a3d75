import { BundleError, quote } from '../errors.js'
import type { Program } from './program.js'
import type { TextParts } from './rules.js'

/** One token. `text` is what is written (of a string: what it says). Offsets count from 0. */
export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'symbol' | 'end'
  readonly text: string
  readonly offset: number
  readonly end: number
}

/** Throws ERR_EXPRESSION_INVALID; the message has the column, which counts UTF-16 units from 1. */
export function refuse(offset: number, expected: string, got: string, at: string): never {
  throw new BundleError('ERR_EXPRESSION_INVALID', `column ${offset + 1}: expected ${expected}, got ${got}`, at)
}

const symbols = ['**', '//', '==', '!=', '<=', '>=', '<', '>', '+', '-', '*', '/', '%', '(', ')', '[', ']', ',']

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

function isLetter(unit: number): boolean {
  return unit === 95 || ((unit | 32) >= 97 && (unit | 32) <= 122)
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13
}

/** The code point at `offset` as it stands in a message. */
export function character(text: string, offset: number): string {
  const point = text.codePointAt(offset)
  return point === undefined ? 'the end' : quote(String.fromCodePoint(point))
}

function nameEnd(text: string, start: number): number {
  let end = start
  while (isLetter(text.charCodeAt(end)) || (end > start && isDigit(text.charCodeAt(end)))) end++
  return end
}

/** Whether all of `text` is one name, a word of the grammar or not. */
export function isName(text: string): boolean {
  return text !== '' && nameEnd(text, 0) === text.length
}

function digits(text: string, start: number, at: string): number {
  let end = start
  while (isDigit(text.charCodeAt(end))) end++
  if (end === start) refuse(start, 'a digit', character(text, start), at)
  return end
}

function scanNumber(text: string, offset: number, at: string): Token {
  let end = text[offset] === '.' ? offset : digits(text, offset, at)
  if (text[end] === '.') end = digits(text, end + 1, at)
  if (text[end] === 'e' || text[end] === 'E') {
    end++
    end = digits(text, text[end] === '+' || text[end] === '-' ? end + 1 : end, at)
  }
  if (isLetter(text.charCodeAt(end)) || text[end] === '.')
    refuse(end, 'the end of the number', character(text, end), at)
  return { kind: 'number', text: text.slice(offset, end), offset, end }
}

/** What only expressions with texts need; refuses `got` where there is none of it. */
export function textsOf({ vocabulary, at }: Program, offset: number, got: string): TextParts {
  return vocabulary.texts ?? refuse(offset, `no text${vocabulary.note}`, got, at)
}

/** The first token of `text` from `start` on; the last one has the kind `end`. */
export function scan(text: string, start: number, program: Program): Token {
  const { at } = program
  let offset = start
  while (isSpace(text.charCodeAt(offset))) offset++
  if (offset >= text.length) return { kind: 'end', text: '', offset, end: offset }
  const unit = text.charCodeAt(offset)
  if (isDigit(unit) || unit === 46) return scanNumber(text, offset, at)
  if (unit === 34 || unit === 39) {
    const { value, end } = textsOf(program, offset, character(text, offset)).scan(text, offset, at)
    return { kind: 'string', text: value, offset, end }
  }
  const end = nameEnd(text, offset)
  if (end > offset) return { kind: 'name', text: text.slice(offset, end), offset, end }
  const symbol = symbols.find((each) => text.startsWith(each, offset))
  if (symbol === undefined) return refuse(offset, 'a name, number, string or operator', character(text, offset), at)
  return { kind: 'symbol', text: symbol, offset, end: offset + symbol.length }
}

/** A token as it stands in a message. */
export function show({ kind, text }: Token): string {
  return kind === 'end' ? 'the end' : kind === 'string' ? `the string ${quote(text)}` : quote(text)
}
