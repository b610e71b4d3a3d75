import { expect, test } from 'vitest'
import { jsEngine, observedEngine } from './engine.js'
import { readSuite } from './onnx-cases.js'
import { runOnnxNode } from './run-onnx-node.js'

const entries = readSuite('onnx-node-tabular.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null).each([jsEngine, observedEngine])(
  'ONNX backend node tests: $name',
  async (engine) => {
    const outcomes = await runOnnxNode(entries!, engine)
    const failed = outcomes.filter(({ problem }) => problem !== null)
    console.info(`onnx-node-tabular, ${engine.name}: ${outcomes.length - failed.length} of ${outcomes.length}`)
    expect(failed).toEqual([])
    expect(outcomes.length).toBe(273)
  },
  120_000,
)
