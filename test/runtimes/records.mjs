/** Values that a schema's policies are about, and ordinary ones; each stands for any type, so wrong types are among them. */
const numbers = [0, -0, 1, 1.5, -3, 0.1, 41, 1e9, 1e39, -1e300, 5e-324, NaN, Infinity, null, true, '12']
const strings = [
  '',
  'a',
  ' A word, or two. ',
  'ÄÖÜ ß ﬁ İ 😀',
  'constructor',
  '__proto__',
  '\u0000',
  '\ud800',
  '12',
  null,
  5,
  false,
]
const booleans = [true, false, null, 1, 'true']

/**
 * Records for a schema: in each, every input has some value of its list, in steps that differ by input, so that values meet.
 * The last have an absent key, an extra key, and are no records at all.
 */
export function recordsFor({ inputs }) {
  const records = Array.from({ length: 40 }, (_, row) =>
    Object.fromEntries(inputs.map((input, i) => [input.name, valueFor(input, row * (1 + (i % 7)) + i)])),
  )
  const { [inputs[0]?.name]: _, ...absent } = records[0]
  return [...records, absent, { ...records[1], 'no such input': 1 }, null, [], 'text', 7]
}

function valueFor(input, step) {
  const own = [...(input.example === null ? [] : [input.example]), ...(input.categories ?? [])]
  const general = input.type === 'string' ? strings : input.type === 'bool' ? booleans : numbers
  return own.length > 0 && step % 3 !== 0 ? own[step % own.length] : general[step % general.length]
}
