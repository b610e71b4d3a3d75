import { mismatch } from '../errors.js'
import type { Input } from '../schema/input.js'
import type { BundleDefinition } from './define.js'
import { output } from './input.js'

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

type Nodes = BundleDefinition['graph']['nodes']
const dtype = 'float64'

/** The scores as the node `raw`: the inputs by the coefficients, and the intercept. */
function scores({ inputs, coef, intercept }: LinearOptions): Nodes {
  coef.forEach((row, i) => {
    if (row.length !== inputs.length)
      mismatch('ERR_ARGUMENT', `${inputs.length} coefficients in row ${i}`, row.length, '')
  })
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
export function linearRegression(options: LinearOptions): Parts {
  return parts(options, scores(options), [output('value', 'float64', 'value')], ['raw'])
}

/**
 * Schema and graph of a logistic regression, whose outputs are `label` and `probabilities`: of two classes by the logistic function
 * of one score, the second where it is above 0; of others by the softmax of as many scores, and the greatest.
 */
export function logisticRegression(options: LogisticOptions): Parts {
  const { classes, coef } = options
  const two = coef.length === 1
  if (classes.length !== (two ? 2 : coef.length)) {
    mismatch(
      'ERR_ARGUMENT',
      two ? '2 classes for one row of coefficients' : `${coef.length} classes`,
      classes.length,
      '',
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
