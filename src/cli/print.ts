import pc from 'picocolors'
import { BundleError, printable, type Issue } from '../errors.js'
import { tagNumber } from '../json/number.js'

/** Thrown after everything was said: the process ends with `exit`. */
export class Failure extends Error {
  readonly exit: number
  constructor(exit = 1) {
    super()
    this.exit = exit
  }
}

/** Wrong usage: said on standard error, and the process ends with 2. */
export class UsageError extends Error {}

export function print(line: string): void {
  process.stdout.write(line + '\n')
}

/** Maps become objects; numbers that JSON can't say are tagged. */
function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>)
  return typeof value === 'number' ? tagNumber(value) : value
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, jsonValue, 2))
}

/** An error in one line on standard error: code, message with place, and a record's issues below. */
export function printError(error: Error): void {
  const code = error instanceof BundleError ? `${error.code}: ` : ''
  process.stderr.write(`${pc.red('error')} ${code}${error.message}\n`)
  const issues = error instanceof BundleError ? error.issues : []
  for (const { row, field, message } of issues.slice(0, 20)) {
    process.stderr.write(`  record ${row + 1}, ${JSON.stringify(field)}: ${message}\n`)
  }
}

/** An error as part of a JSON document. */
export interface Said {
  readonly code: string
  readonly at: string
  readonly message: string
  readonly issues: readonly Issue[]
}

/** An error of the bundle, the data or the file system, not of this program; null for any other. */
export function saying(error: unknown): Said | null {
  if (error instanceof BundleError) {
    const { code, at, message, issues } = error
    return { code, at, message, issues }
  }
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null
  return { code: String(error.code), at: '', message: error.message, issues: [] }
}

/** Rows of cells as aligned columns, whatever the cells hold on one line. */
export function table(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => printable(cell)))
  const widths = clean[0]?.map((_, i) => Math.max(...clean.map((row) => row[i]!.length))) ?? []
  return clean
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
