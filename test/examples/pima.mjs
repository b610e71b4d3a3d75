import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { load } from 'skewless'

/** A file of the examples. */
export const path = (name) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))

export const model = await load(readFileSync(path('pima/pima.mlbundle')))
const [header, ...rows] = readFileSync(path('pima/records.csv'), 'utf8').trim().split('\n')
export const names = header.split(',')
export const records = rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i], Number(cell)])))
/** Refused: two fields are no numbers. */
export const bad = { ...records[0], Age: 'old', BMI: 'high' }

/** What comes of a value on its way through JSON. */
export const overJson = (value) => JSON.parse(JSON.stringify(value))

export function expectSame(what, got, expected) {
  if (isDeepStrictEqual(got, expected)) return
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`)
}
