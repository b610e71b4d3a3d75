import { civilFromDays, dayLength, daysFromCivil, daysInMonth, type Civil } from '../math/calendar.js'

/** Years that a text may have: every instant in them, whatever its offset, is within 2^53 microseconds of 1970. */
const firstYear = 1685
const lastYear = 2254

/** Reads a text from left to right. */
interface Cursor {
  readonly text: string
  at: number
}

/** The number of exactly `count` digits, or NaN. */
function digits(cursor: Cursor, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) {
    const digit = cursor.text.charCodeAt(cursor.at + i) - 48
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  cursor.at += count
  return value
}

function skip(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at++
  return true
}

/** Days from 1970-01-01 to YYYY-MM-DD, or NaN. */
function date(cursor: Cursor): number {
  const year = digits(cursor, 4)
  if (!skip(cursor, '-')) return NaN
  const month = digits(cursor, 2)
  if (!skip(cursor, '-')) return NaN
  const day = digits(cursor, 2)
  const exists =
    year >= firstYear && year <= lastYear && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return exists ? daysFromCivil(year, month, day) : NaN
}

/** Microseconds of a fraction of a second: one digit or more, those after the sixth 0. */
function fraction(cursor: Cursor): number {
  let value = 0
  let unit = 100_000
  const start = cursor.at
  for (; ; cursor.at++) {
    const digit = cursor.text.charCodeAt(cursor.at) - 48
    if (!(digit >= 0 && digit <= 9)) break
    if (unit < 1 && digit > 0) return NaN
    value += digit * unit
    unit = unit > 1 ? unit / 10 : 0
  }
  return cursor.at > start ? value : NaN
}

/** Microseconds of HH:MM[:SS[.fraction]], or NaN. */
function time(cursor: Cursor): number {
  const hour = digits(cursor, 2)
  if (!skip(cursor, ':')) return NaN
  const minute = digits(cursor, 2)
  let second = 0
  let micros = 0
  if (skip(cursor, ':')) {
    second = digits(cursor, 2)
    if (skip(cursor, '.')) micros = fraction(cursor)
  }
  return hour <= 23 && minute <= 59 && second <= 59 ? ((hour * 60 + minute) * 60 + second) * 1e6 + micros : NaN
}

/** Microseconds that Z, +HH, +HHMM or +HH:MM is ahead of UTC, or NaN. */
function offset(cursor: Cursor): number {
  if (skip(cursor, 'Z') || skip(cursor, 'z')) return 0
  const sign = skip(cursor, '+') ? 1 : skip(cursor, '-') ? -1 : NaN
  const hour = digits(cursor, 2)
  const minute = skip(cursor, ':') || cursor.at < cursor.text.length ? digits(cursor, 2) : 0
  return hour <= 23 && minute <= 59 ? sign * (hour * 60 + minute) * 60e6 : NaN
}

/**
 * Microseconds from 1970-01-01T00:00 to what `text` says by the grammar of spec/schema.md, an instant (UTC) where it is `zoned`, else
 * what a clock showed; undefined for anything else. An integer within the safe ones.
 */
export function parseDatetime(text: string, zoned: boolean): number | undefined {
  const cursor: Cursor = { text, at: 0 }
  let value = date(cursor) * dayLength
  if (zoned || cursor.at < text.length) {
    if (!skip(cursor, 'T') && !skip(cursor, 't') && !skip(cursor, ' ')) return undefined
    value += time(cursor)
    if (zoned) value -= offset(cursor)
  }
  return cursor.at === text.length && value === value ? value : undefined
}

function padded(value: number, count: number): string {
  return String(value).padStart(count, '0')
}

/** The text YYYY-MM-DDTHH:MM:SS, with .ffffff unless that is 0 and with Z where it is `zoned`; `micros` is an integer. */
export function formatDatetime(micros: number, zoned: boolean): string {
  const civil: Civil = { year: 0, month: 0, day: 0 }
  const days = Math.floor(micros / dayLength)
  civilFromDays(days, civil)
  const ofDay = micros - days * dayLength
  const seconds = Math.floor(ofDay / 1e6)
  const rest = ofDay - seconds * 1e6
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return (
    `${padded(civil.year, 4)}-${padded(civil.month, 2)}-${padded(civil.day, 2)}` +
    `T${parts.map((part) => padded(part, 2)).join(':')}` +
    (rest === 0 ? '' : `.${padded(rest, 6)}`) +
    (zoned ? 'Z' : '')
  )
}
