import { advance, fail, isNext, take, takeNode, type Cursor } from './cursor.js'
import { bool, number, operator } from './parse.js'
import { numberConstant, stringConstant, type Value } from './program.js'
import { refuse } from './scan.js'

/** What follows a value before `in` or `not in`. */
export function membership(cursor: Cursor, left: Value): Value {
  const not = isNext(cursor, 'not') ? advance(cursor) : undefined
  if (!isNext(cursor, 'in')) fail(cursor, '"in"')
  const value = operator(cursor, takeNode(cursor), left, list(cursor))
  return not === undefined ? value : operator(cursor, not, value)
}

function list(cursor: Cursor): Value {
  const { offset } = take(cursor, '[')
  const items = [literal(cursor)]
  while (isNext(cursor, ',')) {
    advance(cursor)
    const item = literal(cursor)
    if (item.type !== items[0]!.type) refuse(item.offset, `a ${items[0]!.type}`, `a ${item.type}`, cursor.program.at)
    items.push(item)
  }
  take(cursor, ']')
  const { type } = items[0]!
  const cells = items.map((item) => item.cells.data[0]!)
  const data = type === 'string' ? (cells as string[]).sort() : Float64Array.from(cells as number[]).sort()
  return { type, cells: { data, at: 0, step: 0 } as Value['cells'], offset, temporary: false }
}

function literal(cursor: Cursor): Value {
  const { offset } = cursor.token
  const minus = isNext(cursor, '-')
  if (minus) advance(cursor)
  if (cursor.token.kind === 'number') {
    const value = number(cursor)
    return numberConstant(minus ? -value : value, 'number', offset)
  }
  if (minus) fail(cursor, 'a number')
  if (cursor.token.kind === 'string') return stringConstant(takeNode(cursor).text, offset)
  if (isNext(cursor, 'true', 'false')) return bool(cursor)
  return fail(cursor, 'a number, string, true or false')
}
