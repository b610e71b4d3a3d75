// node pack.mjs [FILE]: the coefficients as a bundle, with scikit-learn's answers as its golden cases.
import { readFile, writeFile } from 'node:fs/promises'
import { input, output, pack } from 'skewless/pack'

const { origin, features, classes, coef, intercept, answers } = JSON.parse(
  await readFile(new URL('coefficients.json', import.meta.url), 'utf8'),
)
const named = (keys, values) => Object.fromEntries(keys.map((key, i) => [key, values[i]]))
const matrix = features.map((_, i) => coef.map((row) => row[i]))

const bytes = await pack({
  name: 'iris',
  version: '1.0.0',
  description: origin,
  schema: {
    inputs: features.map((name) => input(name, 'float64', { unit: 'cm' })),
    unknown_keys: 'error',
    outputs: [
      output('label', 'string', 'label'),
      output('probabilities', 'float64', 'probabilities', { keys: classes }),
    ],
  },
  graph: {
    nodes: [
      { id: 'x', op: 'concat', version: 1, inputs: features.map((name) => `input:${name}`), attrs: {} },
      { id: 'raw', op: 'linear', version: 1, inputs: ['x'], attrs: { matrix, offset: intercept, dtype: 'float64' } },
      { id: 'p', op: 'softmax', version: 1, inputs: ['raw'], attrs: { dtype: 'float64' } },
      { id: 'label', op: 'argmax_label', version: 1, inputs: ['raw'], attrs: { labels: classes } },
    ],
    outputs: { label: 'label', probabilities: 'p' },
  },
  golden: {
    cases: answers.map(({ row, label, probabilities }) => ({
      record: named(features, row),
      outputs: { label, probabilities: named(classes, probabilities) },
    })),
    tolerance: { outputs: { probabilities: { absolute: 1e-15 } } },
  },
})
await writeFile(process.argv[2] ?? 'iris.mlbundle', bytes)
