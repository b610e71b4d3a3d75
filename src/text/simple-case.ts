/** Ranges in which capital letters and small ones alternate, the capital first. */
const pairs: readonly (readonly [number, number])[] = [
  [0x100, 0x12f],
  [0x132, 0x137],
  [0x14a, 0x177],
  [0x1de, 0x1ef],
  [0x1f8, 0x21f],
  [0x222, 0x233],
  [0x370, 0x373],
  [0x3d8, 0x3ef],
  [0x460, 0x481],
  [0x48a, 0x4bf],
  [0x4d0, 0x52f],
  [0x1e00, 0x1e95],
  [0x1ea0, 0x1eff],
]
/** The same with the small letter at odd distance: capitals are odd. */
const oddPairs: readonly (readonly [number, number])[] = [
  [0x139, 0x148],
  [0x179, 0x17e],
  [0x1cd, 0x1dc],
  [0x4c1, 0x4ce],
]
/** Capital letters and how far the small ones are from them. */
const shifts: readonly (readonly [first: number, last: number, shift: number])[] = [
  [0x41, 0x5a, 32],
  [0xc0, 0xd6, 32],
  [0xd8, 0xde, 32],
  [0x178, 0x178, -121],
  [0x386, 0x386, 38],
  [0x388, 0x38a, 37],
  [0x38c, 0x38c, 64],
  [0x38e, 0x38f, 63],
  [0x391, 0x3a1, 32],
  [0x3a3, 0x3ab, 32],
  [0x400, 0x40f, 80],
  [0x410, 0x42f, 32],
  [0x531, 0x556, 48],
]

function shiftPoint(c: number, upper: boolean): number {
  if (c < 128 ? c < 65 || c > 122 : c < 0xb5) return c
  for (const [first, last, shift] of shifts) {
    const start = upper ? first + shift : first
    if (c >= start && c <= last - first + start) return upper ? c - shift : c + shift
  }
  const capital = pairs.some(([first, last]) => c >= first && c <= last)
    ? c & ~1
    : oddPairs.some(([first, last]) => c >= first && c <= last)
      ? c - ((c + 1) & 1)
      : -1
  return capital < 0 ? c : upper ? capital : capital + 1
}

/**
 * Each letter of Latin, Greek, Cyrillic and Armenian script in the other case, one for one: ß stays. Letters of other scripts,
 * and those whose other case is more than one letter, stay too.
 */
export function simpleCase(text: string, upper: boolean): string {
  let made = ''
  for (let i = 0; i < text.length; i++) made += String.fromCharCode(shiftPoint(text.charCodeAt(i), upper))
  return made
}
