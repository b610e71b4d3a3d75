import { mismatch, pointer, quote } from '../errors.js'
import { list, number, text } from '../json/shape.js'
import type { Input } from '../schema/input.js'
import { argument, checkList, checkObject } from './argument.js'
import type { BundleDefinition } from './define.js'
import { output } from './input.js'
import { plain } from './plain.js'

type Parts = Pick<BundleDefinition, 'schema' | 'graph'>

/** A linear model's numbers, laid out as scikit-learn has them. */
export interface LinearOptions {
  /** Of numbers, in the order of the coefficients. */
  readonly inputs: readonly Input[]
  /** One row for each score, of one number for each input. */
  readonly coef: readonly (readonly number[])[]
  /** One number for each score. */
  readonly intercept: readonly number[]
}

export interface LogisticOptions extends LinearOptions {
  /** Two, of which the one score speaks for the second, or one for each score. */
  readonly classes: readonly string[]
}

const numbers = /* @__PURE__ */ list(/* @__PURE__ */ number({ nonFinite: true }))
const rows = /* @__PURE__ */ list(numbers)
const names = /* @__PURE__ */ list(/* @__PURE__ */ text())

/** What was given, checked as far as it is read here; the rest is for the reader of what is written. */
function checked<T extends LinearOptions>(given: T): T {
  const options = plain(given, '')
  checkObject(options, '')
  const { inputs } = options
  checkList(inputs, '/inputs')
  inputs.forEach((one, i) => {
    const { name } = Object(one) as Partial<Input>
    if (typeof name !== 'string') mismatch('ERR_ARGUMENT', 'an input', quote(one), pointer('', 'inputs', i))
  })
  const coef = argument(rows, options.coef, '/coef')
  coef.forEach(({ length }, i) => {
    if (length !== inputs.length)
      mismatch('ERR_ARGUMENT', `${inputs.length} coefficients`, length, pointer('', 'coef', i))
  })
  return { ...options, coef, intercept: argument(numbers, options.intercept, '/intercept') }
}

type Nodes = BundleDefinition['graph']['nodes']
const dtype = 'float64'

/** The scores as the node `raw`: the inputs by the coefficients, and the intercept. */
function scores({ inputs, coef, intercept }: LinearOptions): Nodes {
  const matrix = inputs.map((_, i) => coef.map((row) => row[i]!))
  return [
    { id: 'x', op: 'concat', version: 1, inputs: inputs.map(({ name }) => `input:${name}`), attrs: {} },
    { id: 'raw', op: 'linear', version: 1, inputs: ['x'], attrs: { matrix, offset: intercept, dtype } },
  ]
}

function parts(
  { inputs }: LinearOptions,
  nodes: Nodes,
  outputs: Parts['schema']['outputs'],
  from: readonly string[],
): Parts {
  return {
    schema: { inputs, unknown_keys: 'error', outputs },
    graph: {
      nodes,
      features: [{ from: 'x', names: inputs.map(({ name }) => name) }],
      outputs: Object.fromEntries(outputs.map(({ name }, i) => [name, from[i]!])),
    },
  }
}

/** Schema and graph of a linear regression, whose one output is `value`. Records may have no other keys than its inputs. */
export function linearRegression(given: LinearOptions): Parts {
  const options = checked(given)
  return parts(options, scores(options), [output('value', 'float64', 'value')], ['raw'])
}

/**
 * Schema and graph of a logistic regression, whose outputs are `label` and `probabilities`: of two classes by the logistic function
 * of one score, the second where it is above 0; of others by the softmax of as many scores, and the greatest.
 */
export function logisticRegression(given: LogisticOptions): Parts {
  const options = checked(given)
  const { coef } = options
  const classes = argument(names, options.classes, '/classes')
  const two = coef.length === 1
  if (classes.length !== (two ? 2 : coef.length)) {
    mismatch(
      'ERR_ARGUMENT',
      two ? '2 classes for one row of coefficients' : `${coef.length} classes`,
      classes.length,
      '/classes',
    )
  }
  const decided: Nodes = two
    ? [
        { id: 'p', op: 'sigmoid', version: 1, inputs: ['raw'], attrs: { dtype, complement: true } },
        {
          id: 'label',
          op: 'threshold',
          version: 1,
          inputs: ['raw'],
          attrs: { threshold: 0, comparison: '>', labels: classes },
        },
      ]
    : [
        { id: 'p', op: 'softmax', version: 1, inputs: ['raw'], attrs: { dtype } },
        { id: 'label', op: 'argmax_label', version: 1, inputs: ['raw'], attrs: { labels: classes } },
      ]
  const outputs = [
    output('label', 'string', 'label'),
    output('probabilities', 'float64', 'probabilities', { keys: classes }),
  ]
  return parts(options, [...scores(options), ...decided], outputs, ['label', 'p'])
}
