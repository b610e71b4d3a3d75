import { parseNumber } from '../text/number.js'
import type { Input } from './input.js'

const isBlank = (code: number): boolean => code === 32 || code === 9

/** `text` without ASCII spaces and tabs around it. */
function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** Whether `text` is `word`, which has lower-case ASCII letters only, in any ASCII case. */
function isWord(text: string, word: string): boolean {
  if (text.length !== word.length) return false
  for (let i = 0; i < word.length; i++) if ((text.charCodeAt(i) | 32) !== word.charCodeAt(i)) return false
  return true
}

function readBool(text: string): boolean | undefined {
  if (text === '1' || isWord(text, 'true')) return true
  return text === '0' || isWord(text, 'false') ? false : undefined
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Reads what is no string from a text without blanks around it; undefined where it is outside of the grammar. */
function reader(input: Exclude<Input, { type: 'string' }>): (text: string) => unknown {
  switch (input.type) {
    case 'float64':
    case 'float32':
    case 'int64':
      return parseNumber
    case 'bool':
      return readBool
    case 'datetime':
      return input.encoding === 'text' ? (text) => text : parseNumber
    case 'number_list':
    case 'string_list':
    case 'number_map':
    case 'string_map':
      return readJson
  }
}

/**
 * Reads an input's value from text, such as a CSV cell, by the grammar of spec/schema.md: null for missing, the text itself where
 * it is outside of the grammar, which is then of the wrong type.
 */
export function textReader(input: Input): (text: string) => unknown {
  const missing = new Set(input.missing_text)
  if (input.type === 'string') return (text) => (missing.has(text) ? null : text)
  const read = reader(input)
  return (text) => {
    if (missing.has(text)) return null
    const trimmed = trim(text)
    return trimmed === '' ? null : (read(trimmed) ?? text)
  }
}
