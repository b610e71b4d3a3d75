import { allOps } from '../../src/ops/index.ts'
import { allocate } from '../../src/column.ts'
import { resourcesOf } from '../conformance.ts'

const blockRows = 1000
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
    .filter((one) => one.invalid === undefined)
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

function cellsOf({ data, offset, stride, width }, row) {
  return Array.from({ length: width }, (_, i) => data[offset + row * stride + i])
}

/** Values of the case itself come up as often as general ones. */
function poolOf({ kind, data }) {
  const own = data.map((cell) => (typeof cell === 'object' && cell !== null ? Number(cell.$number) : cell))
  return { own, general: kind === 'number' ? numbers : strings }
}

function fill({ kind, data }, { own, general }, random) {
  for (let i = 0; i < data.length; i++) {
    const word = random() >>> 0
    const pool = own.length > 0 && word & 1 ? own : general
    const anyNumber = kind === 'number' && (word & 6) === 0
    data[i] = anyNumber ? (random() / 65536) * scales[(word >>> 3) % scales.length] : pool[(word >>> 3) % pool.length]
  }
}

const scales = [1, -1, 1e-3, 1e4, -1e-9]

/** Signed 32-bit words, the same for the same name: xorshift (https://www.jstatsoft.org/article/view/v008i14). */
function randomWords(name) {
  let state = 0x9e3779b9
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193)
  state ||= 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  }
}
