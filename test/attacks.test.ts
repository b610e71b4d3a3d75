import { afterAll, describe, expect, it } from 'vitest'
import { BundleError } from '../src/errors.js'
import { defaultLimits } from '../src/limits.js'
import { allOps } from '../src/ops/index.js'
import { run, type Attack } from './attacks/attack.js'
import { fuzz } from './attacks/fuzz.js'
import { attackOp } from './attacks/op-nodes.js'
import { attacks } from './attacks/table.js'

/** Names and values of what every object inherits, before anything was attacked. */
function inherited(): readonly unknown[] {
  return [Object, Function, Array, Map, Uint8Array, Promise].map(({ prototype }) =>
    Object.entries(Object.getOwnPropertyDescriptors(prototype as object)),
  )
}
const before = inherited()

/** Bytes that an attack itself, and reading it as far as it goes, may take. */
const mostMemory = 64 * 1_048_576

async function outcome(attack: Attack): Promise<unknown> {
  try {
    await run(attack)
    return null
  } catch (error) {
    return error
  }
}

function expectRefusal(error: unknown, { code, at, issues }: Attack): void {
  if (!(error instanceof BundleError)) throw error ?? new Error(`expected ${code}, and all was taken`)
  expect({ code: error.code, at: at.endsWith('…') ? `${error.at.slice(0, at.length - 1)}…` : error.at }).toEqual({
    code,
    at,
  })
  if (issues !== undefined) {
    const fatal = error.issues.filter((issue) => issue.fatal)
    expect(fatal.map((issue) => [issue.field, issue.code])).toEqual(issues)
    expect(fatal.filter(({ message }) => message.length > 500)).toEqual([])
  }
  // Whoever prints it: no control characters, and no end that comes too late.
  expect(error.message.length).toBeLessThan(1000)
  expect([...error.message].filter((character) => character < ' ' || character === '\u007f')).toEqual([])
}

describe('attacks', () => {
  it.each(attacks)('$number $name', async (attack) => {
    const memory = process.memoryUsage().arrayBuffers
    const error = await outcome(attack)
    // Refused before the memory was taken.
    if (attack.code === 'ERR_LIMIT') expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(mostMemory)
    if (attack.code === null) {
      if (error !== null) throw error
    } else expectRefusal(error, attack)
    attack.after?.()
  })

  it('take every limit at its value, and one beyond', () => {
    for (const limit of Object.keys(defaultLimits)) {
      // What is made of a row refuses that row.
      const refusal = ['text', 'tokens'].includes(limit) ? 'ERR_INPUT' : 'ERR_LIMIT'
      for (const [name, code] of [
        [`At the limit \`${limit}\``, null],
        [`One beyond the limit \`${limit}\``, refusal],
      ] as const) {
        const attack = attacks.find((one) => one.name === name)
        expect(attack, `a test of ${name}`).toMatchObject({ code })
        expect(Object.keys(attack!.options!.limits!)).toEqual([limit])
      }
    }
  })

  it('have names of their own', () => {
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length)
  })

  afterAll(() => {
    expect(inherited()).toEqual(before)
  })
})

describe('nodes of every op', () => {
  it.each(allOps)('$name: only a BundleError comes out of what is prepared, and nothing out of what runs', (op) => {
    const { taken, refused } = attackOp(op, 400)
    expect(taken).toBeGreaterThan(10)
    expect(refused).toBeGreaterThan(10)
  })
})

describe('mutations', () => {
  const count = Number(process.env.ATTACK_MUTATIONS ?? 20_000)
  const seed = Number(process.env.ATTACK_SEED ?? 1)

  it('of an archive: only a BundleError comes out', async () => {
    const { failures } = await fuzz('archive', seed, Math.ceil(count / 5))
    expect(failures).toEqual([])
  })

  it('of entries under digests that fit: only a BundleError comes out, and what loads can be called', async () => {
    const { failures, loaded } = await fuzz('entries', seed, Math.ceil((count * 4) / 5))
    expect(failures).toEqual([])
    expect(loaded).toBeGreaterThan(count / 50)
  })
})
