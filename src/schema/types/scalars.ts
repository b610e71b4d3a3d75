import { bool, either, fields, list, nullable, text } from '../../json/shape.js'
import { boolWriter, numberWriter, stringWriter } from '../cell-writer.js'
import {
  clippable,
  defineType,
  floatPolicy,
  integral,
  keepable,
  length,
  range,
  real,
  string as replacement,
  type InputType,
} from '../input-type.js'
import { issuesOf } from '../policy.js'
import { scalarEncoder } from '../scalar-encoder.js'

const float64 = defineType(
  'float64',
  (input) => scalarEncoder(input, numberWriter(input), issuesOf(input, 'a number')),
  { range },
  real,
  floatPolicy,
)

const float32 = defineType(
  'float32',
  (input) => scalarEncoder(input, numberWriter(input), issuesOf(input, 'a number')),
  { range },
  real,
  floatPolicy,
)

const int64 = defineType(
  'int64',
  (input) => scalarEncoder(input, numberWriter(input), issuesOf(input, 'an integer')),
  { range },
  integral,
  { nan: either(keepable, integral), out_of_range: either(clippable, integral) },
)

const boolean = defineType(
  'bool',
  (input) => scalarEncoder(input, boolWriter(), issuesOf(input, 'true or false')),
  {},
  fields({ value: bool }),
)

const string = defineType(
  'string',
  (input) => scalarEncoder(input, stringWriter(input), issuesOf(input, 'a well-formed string')),
  { categories: nullable(list(text())), length, format: nullable(text()) },
  replacement,
  {
    empty: either(keepable, replacement),
    unseen_category: either(keepable, replacement),
    wrong_length: either(keepable, replacement),
  },
)

/** Numbers, booleans and strings: what every reader knows. */
export const scalarTypes: readonly InputType[] = [float64, float32, int64, boolean, string]
