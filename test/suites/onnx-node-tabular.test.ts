import { expect, test } from 'vitest'
import { BundleError } from '../../src/errors.js'
import { js } from '../../src/js.js'
import type { Value } from '../../src/backends/backend.js'
import { casesOf, difference, hasEveryOperator, readSuite, tensorIn } from './onnx-cases.js'

const entries = readSuite('onnx-node-tabular.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null)('ONNX backend node tests', async () => {
  const passed: string[] = []
  const refused: string[] = []
  const failed: string[] = []
  for (const { name, model, inputs, outputs } of casesOf(entries!)) {
    try {
      const session = await js().open(model)
      const feeds: Record<string, Value> = {}
      inputs.forEach((bytes, i) => {
        feeds[session.inputs[i]!.name] = tensorIn(bytes).tensor
      })
      const answers = await session.run(feeds)
      const problems = outputs.map((bytes, i) => {
        return difference(answers[session.outputs[i]!.name], tensorIn(bytes).tensor, 1e-7, 1e-3)
      })
      const problem = problems.find((text) => text !== null)
      if (problem) failed.push(`${name}: ${problem}`)
      else passed.push(name)
    } catch (error) {
      const lacks = error instanceof BundleError && error.code === 'ERR_ONNX_UNSUPPORTED'
      if (lacks && !hasEveryOperator(model)) refused.push(name)
      else failed.push(`${name}: ${String(error)}`)
    }
  }
  console.info(
    `onnx-node-tabular: ${passed.length} passed, ${refused.length} lack an operator, ${failed.length} failed`,
  )
  expect(failed).toEqual([])
  expect(passed).toContain('test_ai_onnx_ml_tree_ensemble_single_tree')
})
