import { expect, test } from 'vitest'
import { jsEngine } from './engine.js'
import { readSuite } from './onnx-cases.js'
import { runOnnxNode } from './run-onnx-node.js'

const entries = readSuite('onnx-node-tabular.zip')

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null)(
  'ONNX backend node tests',
  async () => {
    const outcomes = await runOnnxNode(entries!, jsEngine)
    const failed = outcomes.filter(({ problem }) => problem !== null)
    console.info(`onnx-node-tabular: ${outcomes.length - failed.length} of ${outcomes.length}`)
    expect(failed).toEqual([])
    expect(outcomes.length).toBe(273)
  },
  120_000,
)
