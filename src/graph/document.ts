import { consistsOf, digits, wordCharacters } from '../characters.js'
import { BundleError, mismatch, pointer, quote } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import {
  choice,
  dictionary,
  either,
  fields,
  integer,
  json,
  list,
  nullable,
  text,
  variant,
  type Shape,
} from '../json/shape.js'

const opNode = /* @__PURE__ */ fields({
  id: /* @__PURE__ */ text(1),
  op: /* @__PURE__ */ text(1),
  version: /* @__PURE__ */ integer(1),
  inputs: /* @__PURE__ */ list(/* @__PURE__ */ text(1), 1),
  attrs: json,
})

const modelOutput = /* @__PURE__ */ fields({
  name: /* @__PURE__ */ text(),
  type: /* @__PURE__ */ choice('float64', 'float32', 'int64', 'string'),
  width: /* @__PURE__ */ integer(0),
})

const modelNode = /* @__PURE__ */ fields({
  id: /* @__PURE__ */ text(1),
  model: /* @__PURE__ */ text(1),
  inputs: /* @__PURE__ */ dictionary(/* @__PURE__ */ text(1)),
  outputs: /* @__PURE__ */ dictionary(modelOutput),
})

// Strings inline or by name, left to `plan`, which has what names refer to.
const featureKeys = /* @__PURE__ */ nullable(
  /* @__PURE__ */ either(
    /* @__PURE__ */ list(/* @__PURE__ */ text()),
    /* @__PURE__ */ fields({ $strings: /* @__PURE__ */ text() }),
  ),
)

const graph = /* @__PURE__ */ fields({
  nodes: /* @__PURE__ */ list(/* @__PURE__ */ variant(null, { op: opNode, model: modelNode })),
  features: /* @__PURE__ */ list(
    /* @__PURE__ */ variant(null, {
      names: /* @__PURE__ */ fields({
        from: /* @__PURE__ */ text(1),
        names: /* @__PURE__ */ list(/* @__PURE__ */ text()),
      }),
      keys: /* @__PURE__ */ fields({ from: /* @__PURE__ */ text(1), name: /* @__PURE__ */ text(), keys: featureKeys }),
    }),
  ),
  outputs: /* @__PURE__ */ dictionary(/* @__PURE__ */ text(1)),
})

/** The form of graph.json; what `attrs` must be is each op's own. */
export const graphShape: Shape = graph

export interface OpNode {
  readonly id: string
  readonly op: string
  readonly version: number
  readonly inputs: readonly string[]
  readonly attrs: JsonValue
}

export interface ModelOutput {
  readonly name: string
  readonly type: 'float64' | 'float32' | 'int64' | 'string'
  readonly width: number
}

export interface ModelNode {
  readonly id: string
  /** The entry's name. */
  readonly model: string
  /** Model input to reference. */
  readonly inputs: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, ModelOutput>
}

/** Columns that `features` shows: each cell by a name of its own, or a sparse column as one object. */
export type Feature =
  | { readonly from: string; readonly names: readonly string[] }
  | { readonly from: string; readonly name: string; readonly keys: JsonValue }

export interface Graph {
  readonly nodes: readonly (OpNode | ModelNode)[]
  readonly features: readonly Feature[]
  /** Output of the schema to reference. */
  readonly outputs: ReadonlyMap<string, string>
}

/** graph.json as it stands, each value in its form; references and attributes are checked by `plan`. Throws ERR_GRAPH_INVALID. */
export function decodeGraph(value: JsonValue, at: string): Graph {
  const decoded: Graph = decode(graph, value, at, plainContext('ERR_GRAPH_INVALID'))
  decoded.nodes.forEach((node, n) => {
    checkId(node.id, pointer(at, 'nodes', n, 'id'))
    if ('model' in node) for (const key of node.outputs.keys()) checkId(key, pointer(at, 'nodes', n, 'outputs', key))
  })
  checkFeatureNames(decoded.features, pointer(at, 'features'))
  return decoded
}

function checkFeatureNames(features: Graph['features'], at: string): void {
  const seen = new Set<string>()
  const take = (name: string, where: string): void => {
    if (seen.has(name)) {
      throw new BundleError('ERR_GRAPH_INVALID', `expected distinct names, got ${quote(name)} twice`, where)
    }
    seen.add(name)
  }
  features.forEach((feature, f) => {
    if ('name' in feature) take(feature.name, pointer(at, f, 'name'))
    else
      feature.names.forEach((name, i) => {
        take(name, pointer(at, f, 'names', i))
      })
  })
}

function checkId(id: string, at: string): void {
  const fits = id.length <= 64 && consistsOf(id, wordCharacters) && !(digits + '_').includes(id.charAt(0))
  if (!fits) {
    mismatch('ERR_GRAPH_INVALID', 'an id of a-z, 0-9 and _ that starts with a letter', quote(id), at)
  }
}
