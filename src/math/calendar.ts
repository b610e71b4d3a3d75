/** Microseconds of a day. */
export const dayLength = 86_400_000_000

/** Days of 400 years, after which the calendar repeats. */
const cycle = 146_097

/**
 * Days from 1970-01-01 to a day of the proleptic Gregorian calendar; `month` from 1, `day` from 1. Years start in March here, so
 * that the leap day is the last of its year: https://howardhinnant.github.io/date_algorithms.html#days_from_civil.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * cycle + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

/** A day of the calendar. */
export interface Civil {
  year: number
  /** From 1. */
  month: number
  /** Of the month, from 1. */
  day: number
}

/** Writes the day that is `days` after 1970-01-01, a safe integer of at most 10^11, into `civil`. */
export function civilFromDays(days: number, civil: Civil): void {
  const shifted = days + 719_468
  const era = Math.floor(shifted / cycle)
  const ofEra = shifted - era * cycle
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153)
  civil.day = ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  civil.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  civil.year = era * 400 + yearOfEra + (civil.month <= 2 ? 1 : 0)
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
