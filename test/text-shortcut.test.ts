import { planCall } from '../src/backends/calls/plan.js'
import { describe, expect, test } from 'vitest'
import type { StringColumn } from '../src/column.js'
import type { Graph } from '../src/graph/document.js'
import { plan, type Plan, type Transform } from '../src/graph/plan.js'
import { advance, createWorkspace } from '../src/graph/workspace.js'
import { defaultLimits, type Limits } from '../src/limits.js'
import { allOps } from '../src/ops/index.js'
import { hashOf, noHash, placesOf } from '../src/text/hash-places.js'
import { numberWords } from '../src/text/word-numbers.js'
import { longerRuns, type Edge } from '../src/text/word-runs.js'

const word = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
  [228, 228],
]
type Node = readonly [op: string, attrs: object]
const lower: Node = [
  'normalize_text',
  { lower: { from: ['Ä'], to: ['ä'], cased: [[65, 90]], ignorable: [] }, strip: null },
]
const strip: Node = ['normalize_text', { lower: null, strip: { from: ['ä'], to: ['a'], others: 'drop' } }]
const tokens = (pattern: string, extra: object = {}): Node => [
  'tokenize',
  { pattern, word, digit: [[48, 57]], space: [[32, 32]], fold: [], ...extra },
]
const drop: Node = ['stop_words', { words: ['the', 'no', 'ä', 'A'] }]
const runs = (min: number, max: number): Node => ['ngrams', { min, max }]
const counts = (vocabulary: readonly string[], binary = false): Node => ['count_vector', { vocabulary, binary }]

const vocabulary = [
  ...[
    'b',
    'the cat',
    'cat',
    'cat sat',
    'the',
    'cat sat no',
    'on',
    'a b c',
    'b c',
    'A',
    'ä',
    'a  b',
    '',
    'x_1',
    'sat on the',
    'z y x',
    'z y',
    'sat ',
  ],
  ...[
    'a',
    'a a',
    'a a a',
    'a a a a',
    'no',
    'the cat sat',
    'constructor',
    '__proto__',
    'longer than any other words here',
  ],
]
const texts = [
  ...[
    'The CAT sat, on the cat!',
    '',
    'a',
    'a b c',
    'a a a a a',
    'ä b c',
    null,
    'x_1-x_1',
    'constructor __proto__ constructor',
  ],
  ...[
    'no no NO cat',
    'cat sat no',
    '\u0000a\u0000b',
    'a\tb\nc',
    'the cat sät',
    'K b',
    'A b ı',
    ' b',
    'b ',
    'b'.repeat(3000),
  ],
  ...[
    'a '.repeat(2000),
    'no the',
    'cat no sat',
    'z y x z y',
    'ａ b',
    '🙂 cat sat',
    'cat~sat@[`{',
    'longer than any other words here',
  ],
]

function planOf(nodes: readonly Node[], limits: Partial<Limits> = {}, show: readonly number[] = []): Plan {
  const graph: Graph = {
    nodes: nodes.map(([op, attrs], i) => ({
      id: `n${i}`,
      op,
      version: 1,
      inputs: [i === 0 ? 'input:x' : `n${i - 1}`],
      attrs: attrs as never,
    })),
    features: [{ from: `n${nodes.length - 1}`, name: 'terms', keys: null }],
    outputs: new Map(show.map((i) => [`o${i}`, `n${i}`])),
  }
  const all = { ...defaultLimits, ...limits }
  const resources = { tensors: new Map(), strings: new Map(), budget: { left: 1e6 }, limits: all }
  return plan(graph, [{ name: 'x', kind: 'string', width: 1 }], [...graph.outputs.keys()], {
    ops: allOps,
    planCall,
    resources,
    limits: all,
    at: '',
  })
}

const first = ({ steps }: Plan): Transform => steps[0] as Transform

/** What comes out of the last step for each text, and who refuses which row, at most once each. */
function results(given: Plan): unknown {
  const workspace = createWorkspace(given, texts.length)
  texts.forEach((text, row) => ((workspace.columns[0] as StringColumn).data[row] = text))
  const refused = new Map<number, unknown>()
  advance(given, workspace, 0, given.steps.length, texts.length, (step) => (row, expected, value) => {
    if (!refused.has(row)) refused.set(row, [step, expected, value])
  })
  const { data } = workspace.columns.at(-1)!
  const rows = texts.map((_, row) => {
    const { indices, values } = data[row] as { indices: Int32Array; values: Float64Array }
    return refused.has(row) ? 'refused' : [...indices].map((index, k) => [index, values[k]])
  })
  return { rows, refused: [...refused].sort(([a], [b]) => a - b) }
}

function without(given: Plan): Plan {
  return { ...given, steps: given.steps.map((step) => ({ ...step, shortcut: undefined })) as never }
}

const chains: [string, readonly Node[]][] = [
  ['words', [tokens('(?u)\\b\\w\\w+\\b'), counts(vocabulary)]],
  ['words of one letter', [lower, tokens('\\w+'), counts(vocabulary)]],
  ['runs', [lower, tokens('\\b\\w+\\b'), runs(1, 3), counts(vocabulary)]],
  ['longer runs', [lower, tokens('\\w+'), runs(2, 4), counts(vocabulary)]],
  ['runs beyond all terms', [tokens('\\w+'), runs(1, 12), counts(vocabulary)]],
  ['stop words', [lower, tokens('\\w+'), drop, runs(1, 2), counts(vocabulary)]],
  ['whether there are any', [strip, tokens('\\w+'), runs(1, 2), counts(vocabulary, true)]],
  ['no terms', [lower, tokens('\\w\\w+'), counts([])]],
]

describe('counting terms in one go', () => {
  test.each(chains)('%s: as step by step', (_, nodes) => {
    const given = planOf(nodes)
    expect(first(given).shortcut).toMatchObject({ last: nodes.length - 1 })
    expect(results(given)).toEqual(results(without(given)))
  })

  test.each<[string, readonly Node[], readonly number[]]>([
    ['a pattern that is no word', [lower, tokens('[a-z]+'), counts(vocabulary)], []],
    ['words in which there are spaces', [tokens('\\w+', { word: [[32, 126]] }), counts(vocabulary)], []],
    ['words in which there is U+0000', [tokens('\\w+', { word: [[0, 0]] }), counts(vocabulary)], []],
    ['words dropped after runs', [tokens('\\w+'), runs(1, 2), drop, counts(vocabulary)], []],
    ['runs of runs', [tokens('\\w+'), runs(1, 2), runs(1, 2), counts(vocabulary)], []],
    ['normalized twice', [lower, strip, tokens('\\w+'), counts(vocabulary)], []],
    ['words that others read too', [lower, tokens('\\w+'), counts(vocabulary)], [0]],
  ])('%s: step by step', (_, nodes, show) => {
    const given = planOf(nodes, {}, show)
    for (const step of given.steps.slice(0, nodes.length)) {
      if (show.length === 0) expect((step as Transform).shortcut).toBeUndefined()
    }
    if (show.length > 0) expect(first(given).shortcut).toBeUndefined()
    expect(results(given)).toEqual(results(without(given)))
  })

  test('what is beyond limits is refused as step by step', () => {
    for (const limits of [{ tokens: 3 }, { tokens: 10 }, { text: 9 }]) {
      const given = planOf([lower, tokens('\\w+'), runs(1, 3), counts(vocabulary)], limits)
      expect(first(given).shortcut).toBeDefined()
      expect(results(given)).toEqual(results(without(given)))
    }
  })

  test('a step that is not reached does not run', () => {
    const given = planOf([lower, tokens('\\w+'), counts(vocabulary)])
    const workspace = createWorkspace(given, 1)
    ;(workspace.columns[0] as StringColumn).data[0] = 'b B'
    expect(advance(given, workspace, 0, 2, 1, () => () => undefined)).toBe(2)
    expect(workspace.columns[2]!.data[0]).toEqual(['b', 'b'])
    expect(workspace.columns[3]!.data[0]).toMatchObject({ indices: new Int32Array(0) })
  })

  test('no table where searches would be long', () => {
    expect(placesOf(Int32Array.from({ length: 5_000 }, (_, i) => Math.imul(i, 16_777_619)))).not.toBeNull()
    expect(placesOf(new Int32Array(250).fill(7))).not.toBeNull()
    expect(placesOf(new Int32Array(300).fill(7))).toBeNull()
    expect(placesOf(Int32Array.from({ length: 100_000 }, (_, i) => i))).toBeNull()
  })

  test('what is looked up is compared, not only its hash', () => {
    const wordOf = (i: number): string => (Math.imul(i, 2_654_435_761) >>> 0).toString(36)
    const numbers = new Map(Array.from({ length: 3_000 }, (_, i) => [wordOf(i), i]))
    const numberOf = numberWords(numbers)!
    const edges = Array.from({ length: 3_000 }, (_, i): Edge => [i, i % 7, i])
    const longer = longerRuns(edges)!
    const known = new Map(edges.map(([run, word, to]) => [run * 11 + word, to]))
    for (let i = 0; i < 60_000; i++) {
      const units = Uint8Array.from(`x${wordOf(i)}`, (letter) => letter.charCodeAt(0))
      const number = numberOf(units, 1, units.length, units.subarray(1).reduce(hashOf, noHash))
      expect(number).toBe(numbers.get(wordOf(i)) ?? -1)
      const [run, word] = [i % 4_000, i % 11]
      expect(longer(run, word)).toBe(known.get(run * 11 + word) ?? -1)
    }
  })
})
