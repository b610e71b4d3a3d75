import { textOf } from './plain.mjs'

const words = new Float64Array(1)
const halves = new Uint32Array(words.buffer)

/**
 * What a runtime answered, by name: a 64-bit hash of all of it, and for the name `detail` the answers themselves, one line each.
 * Numbers count by their bits, NaN being one value.
 */
export function journal(detail) {
  const hashes = new Map()
  const lines = []
  const mix = (hash, word) => {
    hash[0] = Math.imul(hash[0] ^ word, 0x01000193)
    hash[1] = Math.imul((hash[1] << 5) ^ (hash[1] >>> 27) ^ word, 0x85ebca6b)
  }
  const mixValue = (hash, value) => {
    if (typeof value === 'number') {
      words[0] = value === value ? value : NaN
      mix(hash, value === value ? halves[0] : 1)
      mix(hash, value === value ? halves[1] : 0x7ff80000)
      return
    }
    const text = typeof value === 'string' ? value : textOf(value)
    mix(hash, typeof value === 'string' ? text.length : -1)
    for (let i = 0; i < text.length; i++) mix(hash, text.charCodeAt(i))
  }
  return {
    /** Takes a list of values that belong together: a row, a case. */
    add(name, values) {
      let hash = hashes.get(name)
      if (hash === undefined) hashes.set(name, (hash = new Int32Array([0x811c9dc5, 0x2545f491])))
      mix(hash, values.length)
      for (let i = 0; i < values.length; i++) mixValue(hash, values[i])
      if (name === detail) lines.push(values.map(textOf).join(' '))
    },
    digests: () => Object.fromEntries([...hashes].map(([name, hash]) => [name, `${hex(hash[0])}${hex(hash[1])}`])),
    lines,
  }
}

function hex(word) {
  return (word >>> 0).toString(16).padStart(8, '0')
}
