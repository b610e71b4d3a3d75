/** A text of up to so many units is looked for by the engine's own search, which may compare all of it at each place. */
const short = 16

/** How long the longest beginning of `part` is that ends before each place of it; null for what is short. */
function bordersOf(part: string): Int32Array | null {
  if (part.length <= short) return null
  const borders = new Int32Array(part.length + 1)
  for (let i = 1, held = 0; i < part.length; borders[++i] = held) {
    const unit = part.charCodeAt(i)
    while (held > 0 && part.charCodeAt(held) !== unit) held = borders[held]!
    if (part.charCodeAt(held) === unit) held++
  }
  return borders
}

/** The first place of `part`, which has those borders, from `from` on; or -1. */
function search(text: string, part: string, borders: Int32Array | null, from: number): number {
  if (borders === null) return text.indexOf(part, from)
  for (let i = from, held = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    while (held > 0 && part.charCodeAt(held) !== unit) held = borders[held]!
    if (part.charCodeAt(held) === unit) held++
    if (held === part.length) return i + 1 - held
  }
  return -1
}

/** The first place of `part`, or -1, in steps that grow with both lengths and not with their product: Knuth, Morris and Pratt. */
export function indexOf(text: string, part: string): number {
  return part.length > text.length ? -1 : search(text, part, bordersOf(part), 0)
}

/** The places of `part`, which is not empty, one after the other without overlap; in as few steps. */
export function placesOf(text: string, part: string): number[] {
  const places: number[] = []
  if (part.length > text.length) return places
  const borders = bordersOf(part)
  let at = search(text, part, borders, 0)
  while (at >= 0) {
    places.push(at)
    at = search(text, part, borders, at + part.length)
  }
  return places
}
