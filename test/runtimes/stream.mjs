import { allOps } from '../../src/ops/index.ts'
import { allocate, elements } from '../../src/column.ts'
import { resourcesOf } from '../conformance.ts'

const blockRows = 1000
/** Attributes of more characters are about a limit: to hash a million characters of each row says nothing new, and takes slow engines hours. */
const longestAttrs = 100_000
const numbers = [0, -0, 1, -1, 0.1, 1 / 3, 41, 1e-300, 5e-324, 1e9, 1e39, -1e300, NaN, Infinity, -Infinity]
const strings = ['', 'a', 'b', ' A word, or two. ', 'ÄÖÜ ß ﬁ İ 😀', 'constructor', '__proto__', '\u0000', '12', null]

/**
 * Runs `records` generated rows through the op of a vector file, in blocks, with the attributes of its valid cases by turns.
 * Every output cell and every refusal goes into the journal.
 */
export function streamThrough(journal, name, vectors, records) {
  const op = allOps.find((one) => one.name === vectors.op && one.version === vectors.version)
  const resources = { ...resourcesOf(vectors), budget: { left: Infinity } }
  const ready = vectors.cases
    .filter((one) => one.invalid === undefined && JSON.stringify(one.attrs).length <= longestAttrs)
    .map(({ attrs, inputs }) => {
      const types = inputs.map(({ kind, width }) => ({ kind, width }))
      return { types, pools: inputs.map(poolOf), bound: op.bind(attrs, types, resources, '') }
    })
  const random = randomWords(name)
  for (let start = 0, turn = 0; start < records; start += blockRows, turn++) {
    const { types, pools, bound } = ready[turn % ready.length]
    const rows = Math.min(blockRows, records - start)
    const inputs = types.map((type) => allocate(type, rows))
    inputs.forEach((column, i) => fill(column, pools[i], random))
    runBlock(journal, name, bound, inputs, rows)
  }
}

function runBlock(journal, name, bound, inputs, rows) {
  const outputs = bound.outputs.map((type) => allocate(type, rows))
  const refused = new Map()
  bound.run(inputs, outputs, rows, (row, expected, value) => refused.set(row, ['refused', expected, value]))
  for (let row = 0; row < rows; row++)
    journal.add(name, refused.get(row) ?? outputs.flatMap((column) => cellsOf(column, row)))
}

function cellsOf(column, row) {
  const from = column.offset + row * column.stride
  return Array.from({ length: elements(column) }, (_, i) => column.data[from + i])
}

/** Values of the case itself come up as often as general ones. */
function poolOf({ kind, data }) {
  const parts = {
    number: numberOf,
    string: (cell) => cell,
    tokens: (row) => row ?? [],
    sparse: ({ values }) => values.map(numberOf),
  }
  return { own: data.flatMap(parts[kind]), general: kind === 'number' || kind === 'sparse' ? numbers : strings }
}

function numberOf(cell) {
  return typeof cell === 'object' && cell !== null ? Number(cell.$number) : cell
}

const fillers = {
  number: anyNumber,
  string: anyOf,
  tokens(pool, random) {
    const length = random() % 8
    return length === 7 ? null : Array.from({ length }, () => anyOf(pool, random) ?? '')
  },
  sparse(pool, random, width) {
    const step = 1 + (random() % 4)
    const indices = Array.from({ length: Math.ceil(width / step) }, (_, i) => i * step)
    return { indices: Int32Array.from(indices), values: Float64Array.from(indices, () => anyNumber(pool, random)) }
  },
}

function fill({ kind, width, data }, pool, random) {
  const filler = fillers[kind]
  for (let i = 0; i < data.length; i++) data[i] = filler(pool, random, width)
}

function anyOf({ own, general }, random) {
  const word = random()
  const pool = own.length > 0 && word & 1 ? own : general
  return pool[(word >>> 3) % pool.length]
}

function anyNumber(pool, random) {
  const word = random()
  return word & 3 ? anyOf(pool, random) : (random() / 65536) * scales[(word >>> 3) % scales.length]
}

const scales = [1, -1, 1e-3, 1e4, -1e-9]

/** 32-bit words, the same for the same name: xorshift (https://www.jstatsoft.org/article/view/v008i14). */
function randomWords(name) {
  let state = 0x9e3779b9
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193)
  state ||= 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
