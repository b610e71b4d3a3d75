import { digits } from '../characters.js'

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

/** Whether `text` is a date and time of RFC 3339: `2026-05-01T12:30:00Z`, with a fraction or an offset if need be. */
export function isTimestamp(text: string): boolean {
  const form = Array.from(text, (character) => (digits.includes(character) ? '0' : character)).join('')
  if (!form.startsWith('0000-00-00T00:00:00')) return false
  let end = 19
  if (form.startsWith('.0', end)) for (end += 2; form[end] === '0';) end++
  if (!['Z', '+00:00', '-00:00'].includes(form.slice(end))) return false
  const part = (from: number, to: number): number => Number(text.slice(from, to))
  const day = part(8, 10)
  const time = part(11, 13) <= 23 && part(14, 16) <= 59 && part(17, 19) <= 60
  const offset = part(end + 1, end + 3) <= 23 && part(end + 4, end + 6) <= 59
  return day >= 1 && day <= daysIn(part(0, 4), part(5, 7)) && time && offset
}
