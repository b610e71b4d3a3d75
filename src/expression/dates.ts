import { civilFromDays, dayLength, daysFromCivil, daysInMonth, isLeapYear, type Civil } from '../math/calendar.js'

const civil: Civil = { year: 0, month: 0, day: 0 }

/** Whole days from 1970-01-01; NaN for what is no datetime. */
function days(x: number): number {
  return x >= -9007199254740991 && x <= 9007199254740991 ? (x - ofDay(x)) / dayLength : NaN
}

/** Microseconds since midnight. */
function ofDay(x: number): number {
  const rest = x % dayLength
  return rest < 0 ? rest + dayLength : rest + 0
}

/** A function of the date that `civil` has. */
/* @__NO_SIDE_EFFECTS__ */ function ofDate(part: (day: number) => number): (x: number) => number {
  return (x) => {
    const day = days(x)
    if (day !== day) return NaN
    civilFromDays(day, civil)
    return part(day)
  }
}

/** A function of the microseconds since midnight: how many whole `unit`s there are, modulo `count`. */
/* @__NO_SIDE_EFFECTS__ */ function ofTime(unit: number, count: number): (x: number) => number {
  return (x) => (days(x) === days(x) ? Math.floor(ofDay(x) / unit) % count : NaN)
}

/** Days since 1970-01-01, a Thursday, from Monday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

const dayOfYearOf = (day: number): number => day - daysFromCivil(civil.year, 1, 1) + 1

/** The week of ISO 8601: that of the Thursday of the same week. */
function isoWeekOf(day: number): number {
  const thursday = day - weekdayOf(day) + 3
  civilFromDays(thursday, civil)
  return Math.floor((dayOfYearOf(thursday) - 1) / 7) + 1
}

function isoYearOf(day: number): number {
  civilFromDays(day - weekdayOf(day) + 3, civil)
  return civil.year
}

// Parts of a datetime in microseconds from 1970-01-01T00:00, by the clock and calendar that it was counted on; NaN for NaN.

type Part = (x: number) => number

export const year: Part = /* @__PURE__ */ ofDate(() => civil.year)
export const quarter: Part = /* @__PURE__ */ ofDate(() => Math.floor((civil.month + 2) / 3))
export const month: Part = /* @__PURE__ */ ofDate(() => civil.month)
export const day: Part = /* @__PURE__ */ ofDate(() => civil.day)
export const monthLength: Part = /* @__PURE__ */ ofDate(() => daysInMonth(civil.year, civil.month))
export const yearLength: Part = /* @__PURE__ */ ofDate(() => (isLeapYear(civil.year) ? 366 : 365))
export const dayOfYear: Part = /* @__PURE__ */ ofDate(dayOfYearOf)
export const weekday: Part = /* @__PURE__ */ ofDate(weekdayOf)
export const isoWeek: Part = /* @__PURE__ */ ofDate(isoWeekOf)
export const isoYear: Part = /* @__PURE__ */ ofDate(isoYearOf)
export const hour: Part = /* @__PURE__ */ ofTime(3_600_000_000, 24)
export const minute: Part = /* @__PURE__ */ ofTime(60_000_000, 60)
export const second: Part = /* @__PURE__ */ ofTime(1_000_000, 60)
export const microsecond: Part = /* @__PURE__ */ ofTime(1, 1_000_000)

/** The datetime at the start of the day. */
export function midnight(x: number): number {
  // Adding 0 makes -0 of the days before 1970 0.
  return days(x) * dayLength + 0
}

/** Whole years from the date `from` to the date `to`, as birthdays count: one of 29 February is on 1 March in other years. */
export function yearsBetween(from: number, to: number): number {
  const first = days(from)
  const last = days(to)
  if (first !== first || last !== last) return NaN
  civilFromDays(first, civil)
  const { year, month, day } = civil
  civilFromDays(last, civil)
  const before = civil.month < month || (civil.month === month && civil.day < day)
  return civil.year - year - (before ? 1 : 0)
}
