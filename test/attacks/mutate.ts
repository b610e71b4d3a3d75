/** Whole numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number

/** Xorshift, so that a failure can be run again. */
export function generator(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random(items.length)]!
}

const bytes = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x22, 0x5c, 0x7b, 0x7d, 0x08, 0x0a, 0x3a]

/** One change of some bytes: bits, values, lengths of 16 or 32 bits, parts gone, twice or elsewhere. */
function mutateOnce(data: Uint8Array, random: Random): Uint8Array {
  const at = random(data.length + 1)
  const size = Math.min(1 + random(random(4) === 0 ? 64 : 8), data.length - at)
  const copy = data.slice()
  const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
  switch (random(9)) {
    case 0:
      if (at < data.length) copy[at]! ^= 1 << random(8)
      return copy
    case 1:
      if (at < data.length) copy[at] = random(256)
      return copy
    case 2:
      if (at < data.length) copy[at] = pick(random, bytes)
      return copy
    case 3:
      if (at < data.length) copy[at]! += random(2) === 0 ? 1 : -1
      return copy
    case 4:
      return joined(data.subarray(0, at), data.subarray(at + size))
    case 5:
      return joined(data.subarray(0, at), Uint8Array.of(pick(random, bytes)), data.subarray(at))
    case 6:
      return joined(data.subarray(0, at + size), data.subarray(at))
    case 7:
      return copy.copyWithin(random(data.length + 1), at, at + size)
    default:
      return copy.fill(pick(random, bytes), at, at + size)
  }
}

export function mutateBytes(data: Uint8Array, random: Random): Uint8Array {
  let mutated = data
  for (let left = 1 + random(3); left > 0; left--) mutated = mutateOnce(mutated, random)
  return mutated
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const values: readonly Json[] = [
  ...[null, true, false, [], {}, [[]], [null], ''],
  ...[0, 1, 2, -1, 0.5, 255, 65536, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e308, -1e308, 5e-324, 1e39],
  ...['NaN', 'Infinity', '-Infinity', '-0', 'constructor'].map((text) => ({ $number: text })),
  ...['age.mean', 'age.scale', '__proto__'].map((name) => ({ $tensor: name })),
  ...['plans', 'constructor'].map((name) => ({ $strings: name })),
  ...['__proto__', 'constructor', 'toString', 'input:age', 'input:plan', 'input:', 'score', 'm.y', 'm', 'x', '\u0000'],
  ...['float64', 'float32', 'int64', 'bool', 'string', 'error', 'missing', 'keep', 'clip', 'value', 'list', 'object'],
  ...['s', 's + 1', 'if(s > 0, s, s)', '-s ** s', 's in [1, 2]', "'a'", '((s', 'models/main.onnx', '\ud83d\ude00'],
  { value: 1 },
  { value: 'a' },
  { low: 0, high: 1 },
]

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every place in a document, as the container and the key in it. */
function places(value: Json, found: [Json[] | { [key: string]: Json }, string | number][] = []): typeof found {
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      found.push([value, i])
      places(item, found)
    })
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      found.push([value, key])
      places(item, found)
    }
  }
  return found
}

/** Takes some letters of an expression away and puts tokens in their place. */
export function mutateText(text: string, random: Random): string {
  const at = random(text.length + 1)
  const tokens = [
    '(',
    ')',
    '**',
    '//',
    '-',
    ' not ',
    ' and ',
    '==',
    'if(',
    ',',
    "'",
    '1e9',
    'nan',
    's',
    '[',
    'min(',
    '0',
  ]
  const end = Math.min(text.length, at + random(4))
  return text.slice(0, at) + (random(2) === 0 ? pick(random, tokens) : '') + text.slice(end)
}

/** One to three changes of a document's form or values; it stays JSON. */
export function mutateJson(document: Json, random: Random): Json {
  const copy = structuredClone(document)
  for (let left = 1 + random(random(2) === 0 ? 1 : 3); left > 0; left--) {
    const all = places(copy)
    if (all.length === 0) break
    const [holder, key] = pick(random, all)
    const own = holder as { [key: string | number]: Json }
    const value = own[key]!
    const action = random(8)
    if (action === 0 && Array.isArray(holder)) holder.splice(Number(key), 1)
    else if (action === 0) delete (holder as { [key: string]: Json })[key]
    else if (action === 1 && Array.isArray(holder)) holder.splice(random(holder.length + 1), 0, structuredClone(value))
    else if (action === 1)
      own[pick(random, ['extra', 'constructor', 'op', 'model', 'a', String(key)])] = pick(random, values)
    else if (action === 2) {
      const [other, place] = pick(random, all)
      own[key] = structuredClone((other as { [key: string | number]: Json })[place] ?? null)
    } else if (action < 5 && typeof value === 'string') own[key] = mutateText(value, random)
    else if (action < 5 && typeof value === 'number') own[key] = value + pick(random, [1, -1, 0.5, 2 ** 31, 2 ** 53])
    else own[key] = structuredClone(pick(random, values))
  }
  return copy
}

/** The text of a document with its keys in order; unlike the writer's, of any strings. */
export function textOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${textOf(value[key]!)}`).join(',')}}`
}
