import { expect, test } from 'vitest'
import { jsEngine, observedEngine } from './engine.js'
import { readSuite } from './onnx-cases.js'
import { runOrtMl } from './run-ort-ml.js'

const entries = readSuite('ort-ml.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null).each([jsEngine, observedEngine])(
  "onnxruntime's ai.onnx.ml tests: $name",
  async (engine) => {
    const outcomes = await runOrtMl(entries!, engine)
    const failed = outcomes.filter(({ problem }) => problem !== null)
    console.info(`ort-ml, ${engine.name}: ${outcomes.length - failed.length} of ${outcomes.length}`)
    expect(failed).toEqual([])
    expect(outcomes.length).toBe(112)
  },
  120_000,
)
