import { copyNumbers, toFloat32 } from './arithmetic.js'
import type { Instruction, Kernel, Operand } from './cells.js'
import type { Rule, Type, Vocabulary } from './rules.js'
import { refuse, textsOf } from './scan.js'

/** Cells that one instruction computes at a time. */
export const blockSize = 256

/**
 * What registers hold their cells in, register i in block i: shared by all programs, since a program leaves nothing in them
 * that it or another reads later, and runs to its end before another starts.
 */
const numberBlocks: Float64Array[] = []
const stringBlocks: (string | null)[][] = []

/** An operand while a program is made: what it is, where it is, and at which offset its text starts. */
export interface Value {
  readonly type: Type
  readonly cells: Operand
  readonly offset: number
  /** Whether it is in a register, which is free once it has been used. */
  readonly temporary: boolean
}

/** Straight-line code. Registers are a stack for each kind: `live` are in use now, the last made is the first used. */
export interface Program {
  readonly at: string
  readonly float32: boolean
  readonly vocabulary: Vocabulary
  readonly instructions: Instruction[]
  readonly live: { number: number; string: number }
  /** How many registers of strings there are. */
  strings: number
}

export function emptyProgram(float32: boolean, at: string, vocabulary: Vocabulary): Program {
  return { at, float32, vocabulary, instructions: [], live: { number: 0, string: 0 }, strings: 0 }
}

export function numberConstant(value: number, type: 'number' | 'bool', offset: number): Value {
  return { type, cells: { data: Float64Array.of(value), at: 0, step: 0 }, offset, temporary: false }
}

export function stringConstant(value: string, offset: number): Value {
  return { type: 'string', cells: { data: [value], at: 0, step: 0 }, offset, temporary: false }
}

function kindOf(type: Type): 'number' | 'string' {
  return type === 'string' ? 'string' : 'number'
}

function newRegister(program: Program, type: Type): Operand {
  const kind = kindOf(type)
  const index = program.live[kind]++
  if (kind === 'number') return { data: (numberBlocks[index] ??= new Float64Array(blockSize)), at: 0, step: 1 }
  program.strings = Math.max(program.strings, index + 1)
  return { data: (stringBlocks[index] ??= new Array<string | null>(blockSize).fill(null)), at: 0, step: 1 }
}

function emit(program: Program, run: Kernel, type: Type, operands: readonly Value[], offset: number): Value {
  for (const { type: used, temporary } of operands) if (temporary) program.live[kindOf(used)]--
  const cells = newRegister(program, type)
  const x = operands[0]!.cells
  program.instructions.push({ run, z: cells, x, y: operands[1]?.cells ?? x, w: operands[2]?.cells ?? x })
  return { type, cells, offset, temporary: true }
}

/** The operand itself; in float32, a number rounded. */
export function rounded(program: Program, value: Value): Value {
  return program.float32 && value.type === 'number' ? emit(program, toFloat32, 'number', [value], value.offset) : value
}

function withArticle(type: Type): string {
  return `a ${type}`
}

/** Applies the first of `rules` that takes the types of `operands`; refuses the first operand that no rule takes. */
export function apply(program: Program, rules: readonly Rule[], operands: readonly Value[], offset: number): Value {
  let left = rules
  operands.forEach(({ type, offset: place }, i) => {
    const fitting = left.filter(({ takes }) => takes[i] === type)
    if (fitting.length === 0) {
      const taken = left.map(({ takes }) => withArticle(takes[i]!)).join(' or ')
      refuse(place, `${taken}${program.vocabulary.note}`, withArticle(type), program.at)
    }
    left = fitting
  })
  const { run, run32, gives } = left[0]!
  return rounded(program, emit(program, program.float32 ? run32 : run, gives, operands, offset))
}

/** Makes the last instruction compute `result`, whatever it is, into the operand that is returned. */
export function finish(program: Program, result: Value): Operand {
  if (!result.temporary) {
    emit(
      program,
      result.type === 'string' ? textsOf(program, result.offset, 'a string').copy : copyNumbers,
      result.type,
      [result],
      0,
    )
  }
  const last = program.instructions.pop()!
  const output: Operand = { ...last.z }
  program.instructions.push({ ...last, z: output })
  return output
}

/** Drops the strings of the last `n` cells that ran, so that they outlive no call. */
export function clearStrings({ strings }: Program, n: number): void {
  for (let i = 0; i < strings; i++) stringBlocks[i]!.fill(null, 0, n)
}
