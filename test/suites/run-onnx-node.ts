import { defaultLimits } from '../../src/limits.js'
import { inlineFunctions } from '../../src/onnx/functions.js'
import { readModel } from '../../src/onnx/read.js'
import { outcomeOf, type Engine, type Outcome } from './engine.js'
import { casesOf, difference, tensorIn } from './onnx-cases.js'

/** ONNX's backend node tests. */
export async function runOnnxNode(entries: ReadonlyMap<string, Uint8Array>, engine: Engine): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { name, model, inputs, outputs } of casesOf(entries)) {
    const outcome = await outcomeOf(name, async () => {
      const run = await engine.open(model)
      const ports = readModel(model, 'model.onnx', defaultLimits, inlineFunctions).graph.inputs
      const answers = await run(Object.fromEntries(inputs.map((bytes, i) => [ports[i]!.name, tensorIn(bytes).tensor])))
      const problems = outputs.map((bytes, i) => difference(answers[i], tensorIn(bytes).tensor, 1e-7, 1e-3))
      return problems.find((text) => text !== null) ?? null
    })
    outcomes.push(outcome)
  }
  return outcomes
}
