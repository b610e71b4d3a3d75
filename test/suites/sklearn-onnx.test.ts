import { expect, test } from 'vitest'
import { jsEngine, observedEngine } from './engine.js'
import { readSuite } from './onnx-cases.js'
import { runSklearnOnnx } from './run-sklearn-onnx.js'

const entries = readSuite('sklearn-onnx-cases.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null).each([jsEngine, observedEngine])(
  'models that sklearn-onnx converts: $name',
  async (engine) => {
    const outcomes = await runSklearnOnnx(entries!, engine)
    const failed = outcomes.filter(({ problem }) => problem !== null)
    console.info(`sklearn-onnx-cases, ${engine.name}: ${outcomes.length - failed.length} of ${outcomes.length}`)
    expect(failed).toEqual([])
    expect(outcomes.length).toBe(383)
  },
  120_000,
)
