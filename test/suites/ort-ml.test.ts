import { expect, test } from 'vitest'
import { BundleError } from '../../src/errors.js'
import { js } from '../../src/js.js'
import type { Value } from '../../src/backends/backend.js'
import { casesOf, difference, hasEveryOperator, readSuite, tensorIn } from './onnx-cases.js'

/** Both classes have votes here, but in some rows only the first: their score is taken for the second's there. Ours is not. */
const different = ['ort_MLOpTest_TreeEnsembleClassifierBinaryProbabilities_0']

const entries = readSuite('ort-ml.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null)("onnxruntime's ai.onnx.ml tests", async () => {
  const count = { passed: 0, refused: 0 }
  const failed: string[] = []
  for (const { name, model, inputs, outputs, test } of casesOf(entries!)) {
    let problem: string | null = null
    try {
      const session = await js().open(model)
      const feeds: Record<string, Value> = {}
      inputs.forEach((bytes, i) => {
        feeds[session.inputs[i]!.name] = tensorIn(bytes).tensor
      })
      const answers = await session.run(feeds)
      const problems = outputs.map((bytes, i) => {
        const { name } = session.outputs[i]!
        const { abs_err: absolute = {}, rel_err: relative = {} } = test as Record<string, Record<string, number>>
        return difference(answers[name], tensorIn(bytes).tensor, absolute[name] ?? 1e-3, relative[name] ?? 0)
      })
      problem = test['expect'] === 'failure' ? 'expected to fail' : (problems.find((text) => text !== null) ?? null)
    } catch (error) {
      if (!(error instanceof BundleError)) problem = String(error)
      else if (error.code === 'ERR_ONNX_UNSUPPORTED' && !hasEveryOperator(model)) {
        count.refused++
        continue
      } else if (test['expect'] !== 'failure') problem = error.message
    }
    if (different.includes(name)) expect(problem).not.toBeNull()
    else if (problem === null) count.passed++
    else failed.push(`${name}: ${problem}`)
  }
  console.info(
    `ort-ml: ${count.passed} passed, ${count.refused} lack an operator, ${failed.length} failed, ${different.length} differs`,
  )
  expect(failed).toEqual([])
})
