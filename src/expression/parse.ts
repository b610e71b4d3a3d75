import { quote } from '../errors.js'
import { advance, fail, isNext, isWord, nested, startCursor, take, takeNode, type Cursor } from './cursor.js'
import { apply, numberConstant, rounded, stringConstant, type Program, type Value } from './program.js'
import type { Rule, Term } from './rules.js'
import { refuse, type Token } from './scan.js'

const maxLength = 16_384

/** The value of an operator that has been taken. */
export function operator(cursor: Cursor, token: Token, ...operands: readonly Value[]): Value {
  return apply(cursor.program, operatorRules(cursor, token), operands, operands[0]!.offset)
}

/** The rules of an operator, by what is written or by another name. */
function operatorRules({ program }: Cursor, { text, offset }: Token, name: string = text): readonly Rule[] {
  const { terms, note } = program.vocabulary
  return terms.get(name)?.rules ?? refuse(offset, `an operator${note}`, quote(text), program.at)
}

function leftToRight(cursor: Cursor, symbols: readonly string[], operand: (cursor: Cursor) => Value): Value {
  let value = operand(cursor)
  while (isNext(cursor, ...symbols)) value = operator(cursor, takeNode(cursor), value, operand(cursor))
  return value
}

function expression(cursor: Cursor): Value {
  return leftToRight(cursor, ['or'], conjunction)
}

function conjunction(cursor: Cursor): Value {
  return leftToRight(cursor, ['and'], negation)
}

// Each level of nesting goes through all of these functions, and small engines have small stacks: no helper stands between them.

function negation(cursor: Cursor): Value {
  if (!isNext(cursor, 'not')) return comparison(cursor)
  const token = takeNode(cursor)
  const operand = nested(cursor, token.offset, negation)
  return apply(cursor.program, operatorRules(cursor, token), [operand], token.offset)
}

const comparisons = ['==', '!=', '<', '<=', '>', '>=']

function comparison(cursor: Cursor): Value {
  const left = sum(cursor)
  let value = left
  if (isNext(cursor, ...comparisons)) value = operator(cursor, takeNode(cursor), left, sum(cursor))
  else if (isNext(cursor, 'in', 'not')) {
    const { membership, note } = cursor.program.vocabulary
    value = membership?.(cursor, left) ?? fail(cursor, `an operator${note}`)
  }
  if (isNext(cursor, ...comparisons, 'in', 'not')) fail(cursor, 'no second comparison')
  return value
}

function sum(cursor: Cursor): Value {
  return leftToRight(cursor, ['+', '-'], product)
}

function product(cursor: Cursor): Value {
  return leftToRight(cursor, ['*', '/', '//', '%'], unary)
}

function unary(cursor: Cursor): Value {
  if (!isNext(cursor, '-')) return power(cursor)
  const token = takeNode(cursor)
  const operand = nested(cursor, token.offset, unary)
  return apply(cursor.program, operatorRules(cursor, token, '-x'), [operand], token.offset)
}

function power(cursor: Cursor): Value {
  const base = primary(cursor)
  if (!isNext(cursor, '**')) return base
  const token = takeNode(cursor)
  return operator(cursor, token, base, nested(cursor, token.offset, unary))
}

function primary(cursor: Cursor): Value {
  const { token } = cursor
  const { kind, text, offset } = token
  if (kind === 'number') return numberConstant(number(cursor), 'number', offset)
  if (kind === 'string') return stringConstant(takeNode(cursor).text, offset)
  if (isNext(cursor, '(')) {
    advance(cursor)
    const value = nested(cursor, offset, expression)
    take(cursor, ')')
    return { ...value, offset }
  }
  if (isNext(cursor, 'true', 'false')) return bool(cursor)
  if (isNext(cursor, 'nan', 'inf')) {
    return numberConstant(takeNode(cursor).text === 'nan' ? NaN : Infinity, 'number', offset)
  }
  if (kind !== 'name' || isWord(text)) return fail(cursor, 'an expression')
  takeNode(cursor)
  return isNext(cursor, '(') ? call(cursor, token) : variable(cursor, token)
}

export function bool(cursor: Cursor): Value {
  const { text, offset } = takeNode(cursor)
  return numberConstant(text === 'true' ? 1 : 0, 'bool', offset)
}

export function number(cursor: Cursor): number {
  const { text, offset } = takeNode(cursor)
  const result = cursor.program.float32 ? Math.fround(Number(text)) : Number(text)
  if (result === Infinity) refuse(offset, 'a number within the range of the dtype', quote(text), cursor.program.at)
  return result
}

function variable({ variables, program }: Cursor, { text, offset }: Token): Value {
  const value = variables.get(text)
  if (value === undefined) return refuse(offset, 'a variable', quote(text), program.at)
  return rounded(program, { ...value, offset })
}

function call(cursor: Cursor, { text, offset }: Token): Value {
  const { vocabulary, at } = cursor.program
  const term = vocabulary.terms.get(text)
  if (term === undefined) return refuse(offset, `a function${vocabulary.note}`, quote(text), at)
  take(cursor, '(')
  const value = nested(cursor, offset, (inner) => applied(inner, text, term, offset))
  take(cursor, ')')
  return value
}

function applied(
  cursor: Cursor,
  name: string,
  { rules, variadic }: Pick<Term, 'rules' | 'variadic'>,
  offset: number,
): Value {
  const count = rules[0]!.takes.length
  const operands = [expression(cursor)]
  while (operands.length < count) {
    if (!isNext(cursor, ',')) fail(cursor, `a comma and argument ${operands.length + 1} of ${quote(name)}`)
    advance(cursor)
    operands.push(expression(cursor))
  }
  let value = apply(cursor.program, rules, operands, offset)
  while (variadic && isNext(cursor, ',')) {
    advance(cursor)
    value = apply(cursor.program, rules, [value, expression(cursor)], offset)
  }
  return value
}

/** Adds the code of `text` to `program`, and returns where its value is; throws ERR_EXPRESSION_INVALID. */
export function parse(text: string, program: Program, variables: ReadonlyMap<string, Value>): Value {
  if (text.length > maxLength) refuse(maxLength, `at most ${maxLength} units of text`, 'more', program.at)
  const cursor = startCursor(text, program, variables)
  const value = expression(cursor)
  return cursor.token.kind === 'end' ? value : fail(cursor, 'an operator or the end')
}
