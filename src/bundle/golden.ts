import type { JsonValue } from '../json/canonical.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import { choice, dictionary, fields, json, list, nullable, number, text, type Shape } from '../json/shape.js'

const tolerance = /* @__PURE__ */ fields({
  absolute: /* @__PURE__ */ number(),
  relative: /* @__PURE__ */ number(),
  terms: /* @__PURE__ */ number(),
})

const golden = /* @__PURE__ */ fields({
  cases: /* @__PURE__ */ list(
    /* @__PURE__ */ fields({
      name: /* @__PURE__ */ text(1),
      source: /* @__PURE__ */ choice('real', 'redacted', 'synthetic'),
      record: /* @__PURE__ */ dictionary(json),
      outputs: /* @__PURE__ */ nullable(/* @__PURE__ */ dictionary(json)),
      features: /* @__PURE__ */ nullable(/* @__PURE__ */ list(json)),
      terms: /* @__PURE__ */ nullable(/* @__PURE__ */ dictionary(/* @__PURE__ */ number())),
    }),
  ),
  tolerance: /* @__PURE__ */ fields({ outputs: /* @__PURE__ */ dictionary(tolerance), features: tolerance }),
  backends: /* @__PURE__ */ list(
    /* @__PURE__ */ fields({
      backend: /* @__PURE__ */ text(1),
      digest: /* @__PURE__ */ text(1),
      worst: /* @__PURE__ */ dictionary(/* @__PURE__ */ number()),
    }),
  ),
})

/** The form of golden.json. */
export const goldenShape: Shape = golden

/** A deviation from b is right up to `absolute + relative * |b| + terms * T`, T the case's sum of absolute terms. */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
  readonly terms: number
}

export interface GoldenCase {
  readonly name: string
  readonly source: 'real' | 'redacted' | 'synthetic'
  readonly record: ReadonlyMap<string, JsonValue>
  /** By output name, or null: the record must be refused. */
  readonly outputs: ReadonlyMap<string, JsonValue> | null
  /** The cells of the graph's features in order, or null: not compared. */
  readonly features: readonly JsonValue[] | null
  readonly terms: ReadonlyMap<string, number> | null
}

/** What spec/golden.md says of golden.json. */
export interface Golden {
  readonly cases: readonly GoldenCase[]
  readonly tolerance: { readonly outputs: ReadonlyMap<string, Tolerance>; readonly features: Tolerance }
  readonly backends: readonly {
    readonly backend: string
    readonly digest: string
    readonly worst: ReadonlyMap<string, number>
  }[]
}

/** golden.json, checked; throws ERR_GOLDEN_INVALID. */
export function decodeGolden(value: JsonValue, at: string): Golden {
  return decode(golden, value, at, plainContext('ERR_GOLDEN_INVALID'))
}
