import { expect, test } from 'vitest'
import { jsEngine } from './engine.js'
import { readSuite } from './onnx-cases.js'
import { runOrtMl } from './run-ort-ml.js'

const entries = readSuite('ort-ml.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null)(
  "onnxruntime's ai.onnx.ml tests",
  async () => {
    const outcomes = await runOrtMl(entries!, jsEngine)
    const failed = outcomes.filter(({ problem }) => problem !== null)
    console.info(`ort-ml: ${outcomes.length - failed.length} of ${outcomes.length}`)
    expect(failed).toEqual([])
    expect(outcomes.length).toBe(112)
  },
  120_000,
)
