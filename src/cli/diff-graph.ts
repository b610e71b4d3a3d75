import type { Bundle } from '../bundle/read.js'
import type { ModelNode, OpNode } from '../graph/document.js'
import { decodeGraph } from '../graph/document.js'

/** A node, model, tensor or list that one bundle has and the other has not, or has otherwise. */
export interface PartChange {
  readonly part: 'node' | 'model' | 'tensor' | 'strings' | 'output' | 'features'
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  /** What changed, in a few words. */
  readonly message: string
  /** Of a tensor of one shape: the greatest absolute difference of two elements. */
  readonly deviation: number | null
}

type Compare<T> = (a: T, b: T) => { readonly message: string; readonly deviation?: number } | null

function diffMaps<T>(
  part: PartChange['part'],
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  compare: Compare<T>,
): PartChange[] {
  const changes: PartChange[] = []
  const add = (name: string, change: PartChange['change'], message = '', deviation: number | null = null): void => {
    changes.push({ part, name, change, message, deviation })
  }
  for (const [name, one] of a) {
    if (!b.has(name)) {
      add(name, 'removed')
      continue
    }
    const found = compare(one, b.get(name)!)
    if (found !== null) add(name, 'changed', found.message, found.deviation ?? null)
  }
  for (const name of b.keys()) if (!a.has(name)) add(name, 'added')
  return changes
}

/** Maps as objects, so that two nodes can be told apart by their text. */
function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value
}

const sameText: Compare<unknown> = (a, b) =>
  JSON.stringify(a, (_, value) => plain(value)) === JSON.stringify(b, (_, value) => plain(value))
    ? null
    : { message: '' }

const diffNodes: Compare<OpNode | ModelNode> = (a, b) => {
  const [before, after] = [a as unknown as Record<string, unknown>, b as unknown as Record<string, unknown>]
  const keys = Object.keys({ ...before, ...after }).filter((key) => sameText(before[key], after[key]) !== null)
  if (keys.length === 0) return null
  const words = keys.map((key) => {
    const scalar = typeof before[key] !== 'object' && typeof after[key] !== 'object'
    if (scalar) return `${key} ${String(before[key])} became ${String(after[key])}`
    if (key !== 'attrs') return key
    const [old, now] = [Object(before.attrs) as Record<string, unknown>, Object(after.attrs) as Record<string, unknown>]
    return Object.keys({ ...old, ...now })
      .filter((name) => sameText(old[name], now[name]) !== null)
      .join(', ')
  })
  return { message: words.join(', ') }
}

type Entry = Bundle['manifest']['entries'][number]

const diffEntries: Compare<Entry> = (a, b) =>
  a.sha256 === b.sha256 ? null : { message: a.size === b.size ? '' : `${a.size} bytes became ${b.size}` }

type Tensors = Bundle['tensors'] extends ReadonlyMap<string, infer T> ? T : never

const diffTensors: Compare<Tensors> = (a, b) => {
  if (a.shape.join() !== b.shape.join()) return { message: `[${a.shape.join(', ')}] became [${b.shape.join(', ')}]` }
  let deviation = 0
  let changed = 0
  for (let i = 0; i < a.data.length; i++) {
    const [x, y] = [Number(a.data[i]), Number(b.data[i])]
    if (Object.is(x, y)) continue
    changed++
    deviation = Math.max(deviation, Math.abs(x - y))
  }
  return changed === 0 ? null : { message: `${changed} of ${a.data.length} elements`, deviation }
}

/** What the second bundle computes otherwise than the first: nodes, models, tensors, lists. */
export function diffParts(a: Bundle, b: Bundle): PartChange[] {
  const [before, after] = [a, b].map(({ graph }) => decodeGraph(graph, 'graph.json#'))
  const nodes = ({ nodes }: NonNullable<typeof before>): Map<string, OpNode | ModelNode> =>
    new Map(nodes.map((node) => [node.id, node]))
  const models = ({ manifest }: Bundle): Map<string, Entry> =>
    new Map(manifest.entries.filter(({ name }) => name.startsWith('models/')).map((entry) => [entry.name, entry]))
  const features = ({ features }: NonNullable<typeof before>): Map<string, string> =>
    new Map(
      features.flatMap((feature): [string, string][] =>
        'names' in feature
          ? feature.names.map((name, i) => [name, `${feature.from}[${i}]`])
          : [[feature.name, `${feature.from}: ${JSON.stringify(feature.keys)}`]],
      ),
    )
  return [
    ...diffMaps('node', nodes(before!), nodes(after!), diffNodes),
    ...diffMaps('output', before!.outputs, after!.outputs, (x, y) =>
      x === y ? null : { message: `${x} became ${y}` },
    ),
    ...diffMaps('features', features(before!), features(after!), (x, y) =>
      x === y ? null : { message: `${x} became ${y}` },
    ),
    ...diffMaps('model', models(a), models(b), diffEntries),
    ...diffMaps('tensor', a.tensors, b.tensors, diffTensors),
    ...diffMaps('strings', a.strings, b.strings, sameText),
  ]
}
