const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextets = new Map(Array.from(alphabet, (letter, value) => [letter, value]))

/** Base64 to bytes: `atob` is no part of the language. */
export function bytesOf(base64) {
  const letters = base64.length - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0)
  const bytes = new Uint8Array(Math.floor((letters * 6) / 8))
  let bits = 0
  let held = 0
  let at = 0
  for (let i = 0; i < letters; i++) {
    held = ((held << 6) | sextets.get(base64[i])) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 0xff
    }
  }
  return bytes
}

/** A value as text that tells -0 from 0, and NaN and undefined from null. Typed arrays are arrays; keys stay in their order. */
export function textOf(value) {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value, textOf).join(',')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.keys(value).map((key) => `${JSON.stringify(key)}:${textOf(value[key])}`)
  return `{${fields.join(',')}}`
}
