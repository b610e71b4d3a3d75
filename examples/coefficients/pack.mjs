// node pack.mjs [FILE]: the coefficients as a bundle, with scikit-learn's answers as its golden cases.
import { readFile, writeFile } from 'node:fs/promises'
import { input, logisticRegression, pack } from 'skewless/pack'

const file = new URL('coefficients.json', import.meta.url)
const { origin, features, classes, coef, intercept, cases } = JSON.parse(await readFile(file, 'utf8'))
const inputs = features.map((name) => input(name, 'float64', { unit: 'cm' }))

const bytes = await pack({
  name: 'iris',
  version: '1.0.0',
  description: origin,
  ...logisticRegression({ inputs, classes, coef, intercept }),
  golden: { cases, tolerance: { outputs: { probabilities: { absolute: 1e-15 } } } },
})
await writeFile(process.argv[2] ?? 'iris.mlbundle', bytes)
