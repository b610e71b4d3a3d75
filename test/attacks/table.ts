import type { Attack } from './attack.js'
import { columnAttacks } from './columns.js'
import { compositeAttacks } from './composite.js'
import { containerAttacks } from './container.js'
import { deflateAttacks } from './deflate.js'
import { expressionAttacks } from './expressions.js'
import { goldenAttacks } from './golden.js'
import { graphAttacks } from './graph.js'
import { jsonAttacks } from './json.js'
import { limitAttacks } from './limits.js'
import { listingAttacks } from './listing.js'
import { onnxAttacks } from './onnx.js'
import { optionAttacks } from './options.js'
import { recordAttacks } from './records.js'
import { schemaAttacks } from './schema.js'
import { sourceAttacks } from './sources.js'
import { tensorAttacks } from './tensors.js'
import { widthAttacks } from './widths.js'

/** Attacks by what they go against; they are numbered in this order. */
export const families: readonly (readonly [title: string, attacks: readonly Attack[]])[] = [
  ['Source', sourceAttacks],
  ['Container', containerAttacks],
  ['Deflate', deflateAttacks],
  ['Manifest and entries', listingAttacks],
  ['JSON', jsonAttacks],
  ['Schema', schemaAttacks],
  ['Lists, maps and times', compositeAttacks],
  ['Graph', graphAttacks],
  ['Widths and work', widthAttacks],
  ['Expressions', expressionAttacks],
  ['Tensors', tensorAttacks],
  ['ONNX', onnxAttacks],
  ['Golden cases', goldenAttacks],
  ['Records', recordAttacks],
  ['Columns and batches', columnAttacks],
  ['Options', optionAttacks],
  ['Limits of the host', limitAttacks],
]

export interface Numbered extends Attack {
  readonly number: number
  readonly family: string
}

let number = 0

/** Every attack with its number. */
export const attacks: readonly Numbered[] = families.flatMap(([family, list]) =>
  list.map((attack) => ({ ...attack, number: ++number, family })),
)
