import { BundleError, mismatch, pointer, quote } from '../errors.js'
import { dictionary, list, text } from '../json/shape.js'
import { argument, checkList, checkObject } from './argument.js'
import type { Values } from './op-node.js'
import type { OpNodeDefinition } from './op-nodes.js'
import { plain } from './plain.js'

type Cell = number | string | null
type Names<T> = Readonly<Record<string, T>>

const references = /* @__PURE__ */ dictionary(/* @__PURE__ */ text())

/** What a table is looked up by, and what is taken from it. */
export interface LookupOptions {
  /** Column of the table to reference: `{ plan: 'input:plan' }`. */
  readonly keys: Names<string>
  /** Columns that come out, in this order: all numbers, or all strings. */
  readonly values: readonly string[]
  /** What comes out for keys that the table does not have; without it they refuse the record. */
  readonly otherwise?: readonly Cell[]
}

/** A node that looks its inputs up in a table of rows, such as the records of a CSV file or of a JSON array. */
export function lookupTable(id: string, rows: readonly Names<Cell>[], options: LookupOptions): OpNodeDefinition {
  const given = plain(options, '')
  checkObject(given, '')
  const { otherwise } = given
  const keys = argument(references, given.keys, '/keys')
  const values = argument(list(text()), given.values, '/values')
  const table = plain(rows, '')
  checkList(table, '')
  table.forEach((row, i) => checkObject(row, pointer('', i)))
  const column = (name: string): Cell[] => table.map((row, i) => cellOf(row, name, i))
  const columns = values.map(column)
  // One with numbers and strings is for the op to refuse.
  const valuesOf = (cells: readonly Cell[]): Values => cells as Values
  return {
    id,
    op: 'lookup',
    version: 1,
    inputs: [...keys.values()],
    attrs: {
      keys: [...keys.keys()].map((name) => valuesOf(column(name))),
      values: valuesOf(table.flatMap((_, i) => columns.map((cells) => cells[i]!))),
      width: values.length,
      unknown: otherwise === undefined ? 'error' : 'values',
      unknown_values: valuesOf(otherwise ?? []),
    },
  }
}

function cellOf(row: Names<Cell>, name: string, i: number): Cell {
  if (Object.hasOwn(row, name)) return row[name]!
  throw new BundleError('ERR_ARGUMENT', `expected a column ${quote(name)}, got none`, pointer('', i))
}

/** A condition of spec/expressions.md, and what comes out where it is the first that holds. */
export type Rule = readonly [condition: string, value: number | string]

/**
 * A node that decides by the first rule whose condition holds, and by `otherwise` when none does: all numbers, or all strings.
 * `inputs` gives each name in the conditions a reference. An expression has room for some sixty rules.
 */
export function decisionTable(
  id: string,
  inputs: Names<string>,
  rules: readonly Rule[],
  otherwise: number | string,
): OpNodeDefinition {
  const variables = argument(references, plain(inputs, ''), '')
  const given = plain(rules, '')
  checkList(given, '')
  given.forEach((rule, i) => checkList(rule, pointer('', i)))
  const expression = given.reduceRight(
    (rest, [condition, value], i) => {
      if (typeof condition !== 'string') mismatch('ERR_ARGUMENT', 'a condition', quote(condition), pointer('', i, 0))
      return `if(${condition}, ${literal(value, pointer('', i, 1))}, ${rest})`
    },
    literal(otherwise, ''),
  )
  const attrs = { variables: [...variables.keys()], expression, dtype: 'float64' } as const
  return { id, op: 'expression', version: 1, inputs: [...variables.values()], attrs }
}

/** The value in the language of expressions. */
function literal(value: number | string, at: string): string {
  if (typeof value !== 'number' && typeof value !== 'string') {
    mismatch('ERR_ARGUMENT', 'a number or a string', quote(value), at)
  }
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'number') return value !== value ? 'nan' : String(value).replace('Infinity', 'inf')
  let text = ''
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    const plain = unit >= 0x20 && unit < 0x7f && value[i] !== '"' && value[i] !== '\\'
    text += plain ? value[i]! : `\\u${unit.toString(16).padStart(4, '0')}`
  }
  return `"${text}"`
}
