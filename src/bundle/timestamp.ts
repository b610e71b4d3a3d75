const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (daysOfMonth[month - 1] ?? 0)
}

/** The number of `count` digits of `text` from `at` on, or NaN. */
function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : NaN
  }
  return value
}

/** Whether `text` is a date and time of RFC 3339: `2026-05-01T12:30:00Z`, with a fraction or an offset if need be. */
export function isTimestamp(text: string): boolean {
  const separators = text[4]! + text[7]! + text[10]! + text[13]! + text[16]!
  if (separators !== '--T::') return false
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)]
  if (!(year >= 0 && month >= 1 && day >= 1 && day <= daysIn(year, month))) return false
  if (!(digits(text, 11, 2) <= 23 && digits(text, 14, 2) <= 59 && digits(text, 17, 2) <= 60)) return false
  let end = 19
  if (text[end] === '.') {
    end++
    const start = end
    while (digits(text, end, 1) >= 0) end++
    if (end === start) return false
  }
  if (text[end] === 'Z') return end + 1 === text.length
  const signed = text[end] === '+' || text[end] === '-'
  const within = digits(text, end + 1, 2) <= 23 && text[end + 3] === ':' && digits(text, end + 4, 2) <= 59
  return signed && within && end + 6 === text.length
}
