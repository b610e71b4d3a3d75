/** Where an instruction finds or puts the cells of one operand: cell i is `data[at + i * step]`. A constant has step 0. */
export interface Cells<D> {
  data: D
  at: number
  step: number
}

/** Cells of numbers, and of booleans as 1 and 0. */
export type Numbers = Cells<Float64Array>

/** Cells of strings; missing is null. */
export type Strings = Cells<(string | null)[]>

/** A number's cells, or a string's: which, the instruction knows. */
export type Operand = Numbers | Strings

/**
 * Computes n cells of `z`, each from the same cells of `x`, `y` and `w`, of which a kernel takes as many as it needs. `z` may
 * have the cells of one of them. The kernels call the cells of each operand by its letter, and have one index and step for each.
 */
export interface Instruction {
  run(n: number, z: Operand, x: Operand, y: Operand, w: Operand): void
  readonly z: Operand
  readonly x: Operand
  readonly y: Operand
  readonly w: Operand
}

export type Kernel = Instruction['run']
