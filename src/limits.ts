import { mismatch, quote } from './errors.js'

/** Ceilings on what a bundle may ask for, in bytes unless said otherwise. The host may change each; a bundle can't. */
export interface Limits {
  /** The whole archive. */
  readonly archive: number
  /** Number of entries. */
  readonly entries: number
  /** One entry, inflated. */
  readonly entry: number
  /** All entries together, inflated. */
  readonly total: number
  /** One JSON entry, inflated. */
  readonly json: number
  /** Inflated size over compressed size, of one entry. */
  readonly ratio: number
  /** Nesting of a JSON entry. */
  readonly depth: number
  /** What opens or parts the values of a JSON entry: its `[`, `{`, `,` and `:` outside of strings. */
  readonly values: number
  /** Nodes of the graph. */
  readonly nodes: number
  /** Cells of one row: of one column, and of the whole workspace. */
  readonly width: number
  /** Elements that the graph's references to tensors take, once for each reference; those to string lists count sixteenfold. */
  readonly references: number
  /** Operations that the graph's ops take for one row; also steps of searching in its texts, in equal parts for all nodes that do. */
  readonly steps: number
  /** Characters (UTF-16 code units) of a text that an op makes. */
  readonly text: number
  /** Tokens that an op makes of one row. */
  readonly tokens: number
  /** Elements of one tensor made while a model runs or is prepared. */
  readonly elements: number
  /** Nodes of one ONNX model, tree nodes included. */
  readonly modelNodes: number
}

const MiB = 1_048_576

export const defaultLimits: Limits = {
  archive: 256 * MiB,
  entries: 1024,
  entry: 256 * MiB,
  total: 512 * MiB,
  json: 64 * MiB,
  ratio: 1000,
  depth: 64,
  values: 8_388_608,
  nodes: 20_000,
  width: 1_048_576,
  references: 33_554_432,
  steps: 134_217_728,
  text: 1_048_576,
  tokens: 1_048_576,
  elements: 134_217_728,
  modelNodes: 33_554_432,
}

/** The defaults with what the host sets; undefined sets nothing. Throws ERR_ARGUMENT for what is no limit. */
export function resolveLimits(given: Partial<Limits> = {}): Limits {
  if (typeof given !== 'object' || (given as unknown) === null) {
    mismatch('ERR_ARGUMENT', 'limits', quote(given))
  }
  const limits: Record<string, number> = { ...defaultLimits }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    if (!Object.hasOwn(defaultLimits, name)) {
      mismatch('ERR_ARGUMENT', `one of the limits ${Object.keys(defaultLimits).join(', ')}`, quote(name))
    }
    if (typeof value !== 'number' || !(value >= 0)) {
      mismatch('ERR_ARGUMENT', `a limit of at least 0 for ${quote(name)}`, quote(value))
    }
    limits[name] = value
  }
  return limits as unknown as Limits
}

/** Throws ERR_LIMIT unless `got` of something are at most `most`. */
export function checkLimit(got: number, most: number, what: string, at: string): void {
  if (!(got <= most)) mismatch('ERR_LIMIT', `at most ${most} ${what}`, got, at)
}
