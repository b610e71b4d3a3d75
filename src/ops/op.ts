import type { Column, ColumnOf, ColumnType, Kind } from '../column.js'
import { BundleError, mismatch, pointer } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { checkWidth, type Context } from '../json/context.js'
import { decode } from '../json/decode.js'
import { fields, type Decoded, type Shape } from '../json/shape.js'
import type { Limits } from '../limits.js'
import type { Stage } from './shorten.js'

/** Gives up one row of the batch, saying what was expected; whatever is in its outputs is not looked at. */
export type Reject = (row: number, expected: string, value: unknown) => void

/** What an op does to a text of ASCII, or to the tokens of one. */
export type TextStep =
  | { readonly does: 'lower'; readonly lower: boolean }
  | { readonly does: 'words'; readonly word: Uint8Array; readonly least: number }
  | { readonly does: 'drop'; readonly dropped: ReadonlySet<string> }
  | { readonly does: 'runs'; readonly min: number; readonly max: number }

/** An op with one node's attributes and input types fixed. */
export interface Bound<Types = readonly ColumnType[], In = readonly Column[], Out = readonly Column[]> {
  readonly outputs: Types
  /** For an op that lays its inputs side by side: the cell of output 0 where each begins, so that a plan may place it there. */
  readonly slices?: readonly number[]
  /** Operations of one row, where they are many more than the cells that are written. */
  readonly steps?: number
  /** For an op of one input and one output that a shortcut may begin with or go through. */
  readonly text?: TextStep
  /** Looks for a shortcut that ends with this op, step `last`; `readers` says how many read a column, the outside included. */
  readonly shorten?: (steps: readonly Stage[], last: number, readers: ReadonlyMap<number, number>) => void
  /** Runs once per batch. Writes every output cell of rows 0 to `rows`, nothing else; never throws for a value. */
  run(inputs: In, outputs: Out, rows: number, reject: Reject): void
}

/** A place for one column, or with `rest`, as the last, for one or more. `width` is a number, or a name shared with attributes. */
export interface Port {
  readonly kinds: readonly Kind[]
  readonly width?: string | number
  readonly rest?: true
}
type Ports = readonly Port[]

interface As<K extends Kind> {
  type: ColumnType<K>
  column: ColumnOf<K>
}
type Each<P, T extends keyof As<Kind>> = P extends readonly [infer H extends Port, ...infer Tail]
  ? H extends { rest: true }
    ? readonly As<H['kinds'][number]>[T][]
    : readonly [As<H['kinds'][number]>[T], ...Each<Tail, T>]
  : readonly []

/** Throws ERR_ATTR_INVALID, or ERR_GRAPH_INVALID for an input, with the path relative to the node: ['attrs', 'mean', 0]. */
export type Fail = (path: readonly (string | number)[], message: string) => never

type Attrs = Readonly<Record<string, Shape>>

interface Signature<In extends Ports, Out extends Ports, A extends Attrs> {
  readonly name: string
  readonly version: number
  readonly inputs: In
  readonly outputs: Out
  readonly attrs: A
  /** For an op whose work on a text is counted when it runs: a graph's nodes of such ops share the limit on steps. */
  readonly searches?: true
}

/** `bind` gets what the width names of ports and attributes stand for in `widths`, the node's place in `at`, and the host's limits. */
interface Definition<In extends Ports, Out extends Ports, A extends Attrs> extends Signature<In, Out, A> {
  bind(
    attrs: { readonly [K in keyof A]: Decoded<A[K]> },
    inputs: Each<In, 'type'>,
    fail: Fail,
    widths: ReadonlyMap<string, number>,
    at: string,
    limits: Limits,
  ): Bound<Each<Out, 'type'>, Each<In, 'column'>, Each<Out, 'column'>>
}

/** What attributes may refer to. */
export interface Resources extends Pick<Context, 'tensors' | 'strings' | 'budget'> {
  readonly limits: Limits
}

export interface Op extends Signature<Ports, Ports, Attrs> {
  /** Checks one node and prepares its kernel; throws BundleError with `at` at or below the node. */
  bind(attrs: JsonValue, inputs: readonly ColumnType[], resources: Resources, at: string): Bound
}

function checkPorts(
  name: string,
  ports: Ports,
  inputs: readonly ColumnType[],
  widths: Context['widths'],
  at: string,
): void {
  const enough = ports.at(-1)?.rest ? inputs.length >= ports.length : inputs.length === ports.length
  if (!enough) {
    const expected = ports.at(-1)?.rest ? `at least ${ports.length}` : ports.length
    mismatch('ERR_GRAPH_INVALID', `${expected} inputs of ${name}`, inputs.length, pointer(at, 'inputs'))
  }
  inputs.forEach(({ kind, width }, i) => {
    const port = ports[Math.min(i, ports.length - 1)]!
    const where = pointer(at, 'inputs', i)
    if (!port.kinds.includes(kind)) {
      mismatch('ERR_GRAPH_INVALID', `a ${port.kinds.join(' or ')} column`, kind, where)
    }
    if (typeof port.width === 'string') checkWidth(widths, port.width, width, 'ERR_GRAPH_INVALID', where)
    else if (port.width !== undefined && port.width !== width) {
      mismatch('ERR_GRAPH_INVALID', `width ${port.width}`, width, where)
    }
  })
}

/** Makes an op of a typed definition, whose own `bind` only ever sees attributes and inputs of its types and widths. */
export function defineOp<const In extends Ports, const Out extends Ports, const A extends Attrs>(
  definition: Definition<In, Out, A>,
): Op {
  const { name, inputs: ports, attrs: shapes } = definition
  return {
    ...definition,
    bind(attrs, inputs, resources, at) {
      const { limits, ...refers } = resources
      const context: Context = { code: 'ERR_ATTR_INVALID', ...refers, widths: new Map() }
      checkPorts(name, ports, inputs, context.widths, at)
      const decoded = decode(fields(shapes), attrs, pointer(at, 'attrs'), context)
      const fail: Fail = (path, message) => {
        throw new BundleError(
          path[0] === 'inputs' ? 'ERR_GRAPH_INVALID' : 'ERR_ATTR_INVALID',
          message,
          pointer(at, ...path),
        )
      }
      return definition.bind(decoded as never, inputs as never, fail, context.widths, at, limits) as unknown as Bound
    },
  }
}
