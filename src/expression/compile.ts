import type { CellColumn } from '../column.js'
import { mismatch, quote } from '../errors.js'
import type { Operand } from './cells.js'
import { isWord } from './cursor.js'
import { parse } from './parse.js'
import { blockSize, clearStrings, emptyProgram, finish, type Value } from './program.js'
import type { Type, Vocabulary } from './rules.js'
import { isName } from './scan.js'

/** A checked expression. */
export interface Compiled {
  /** Of its value; a bool is written as 1 or 0. */
  readonly type: Type
  /**
   * Computes all cells of `output`, which has `width` cells a row and is of strings for the type string, else of numbers.
   * `inputs` are in the order of the variables; one of width 1 serves every cell. Never throws for a value, never writes elsewhere.
   */
  evaluate(inputs: readonly CellColumn[], output: CellColumn, rows: number, width: number): void
}

/** Points at cells of `column`, from (row, cell) on: along the row, or down the rows. */
function place(operand: Operand, column: CellColumn, row: number, cell: number, along: boolean): void {
  const single = column.width === 1
  operand.data = column.data
  operand.at = column.offset + row * column.stride + (single ? 0 : cell)
  operand.step = !along ? column.stride : single ? 0 : 1
}

/**
 * Checks `text`, whose terms must be in the vocabulary, and prepares it. The arithmetic is in `dtype`. Throws ERR_EXPRESSION_INVALID at `at`; the message has the
 * column in the text, counted in UTF-16 units from 1, what was expected and what was found.
 */
export function compile(
  text: string,
  variables: ReadonlyMap<string, 'number' | 'string'>,
  dtype: 'float64' | 'float32',
  at: string,
  vocabulary: Vocabulary,
): Compiled {
  const operands: Operand[] = []
  const values = new Map<string, Value>()
  for (const [name, type] of variables) {
    if (!isName(name) || isWord(name)) {
      mismatch('ERR_EXPRESSION_INVALID', 'the name of a variable', quote(name), at)
    }
    const cells: Operand = { data: [], at: 0, step: 0 }
    operands.push(cells)
    values.set(name, { type, cells, offset: 0, temporary: false })
  }
  const program = emptyProgram(dtype === 'float32', at, vocabulary)
  const result = parse(text, program, values)
  const target = finish(program, result)
  const { instructions } = program
  return {
    type: result.type,
    evaluate(inputs, output, rows, width) {
      // The longer side is the inner loop: a record of many cells runs as fast as many records of one.
      const along = width > rows
      const lines = along ? rows : width
      const length = along ? width : rows
      for (let line = 0; line < lines; line++) {
        for (let start = 0; start < length; start += blockSize) {
          const n = Math.min(blockSize, length - start)
          const row = along ? line : start
          const cell = along ? start : line
          for (let i = 0; i < operands.length; i++) place(operands[i]!, inputs[i]!, row, cell, along)
          place(target, output, row, cell, along)
          for (let i = 0; i < instructions.length; i++) {
            const step = instructions[i]!
            step.run(n, step.z, step.x, step.y, step.w)
          }
          clearStrings(program, n)
        }
      }
    },
  }
}
