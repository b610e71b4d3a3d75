import { expect, test } from 'vitest'
import { jsEngine } from './engine.js'
import { readSuite } from './onnx-cases.js'
import { runSklearnOnnx } from './run-sklearn-onnx.js'

const entries = readSuite('sklearn-onnx-cases.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null)(
  'models that sklearn-onnx converts',
  async () => {
    const outcomes = await runSklearnOnnx(entries!, jsEngine)
    const failed = outcomes.filter(({ problem }) => problem !== null)
    console.info(`sklearn-onnx-cases: ${outcomes.length - failed.length} of ${outcomes.length}`)
    expect(failed).toEqual([])
    expect(outcomes.length).toBe(383)
  },
  120_000,
)
