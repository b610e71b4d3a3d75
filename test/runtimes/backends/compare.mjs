import { load } from 'skewless'
import { journal } from '../journal.mjs'
import { bytesOf, textOf } from '../plain.mjs'
import { recordsFor } from '../records.mjs'

/**
 * What every runtime runs here: each bundle's golden cases on the backend, then its records and odd ones, scored by the backend and by
 * `js`. `bundles` has, by name, the bundle in base64, its `records`, and by how much the backend may deviate. Answers as the
 * portable program does, with the greatest deviation of each bundle, or `refused` for those that are to be: the backend has not all of
 * their operators.
 */
export async function compare(backend, { bundles, detail }, refused = []) {
  const report = { cases: 0, rows: 0, failures: [], deviations: {} }
  const answers = journal(detail)
  for (const [name, bundle] of Object.entries(bundles)) {
    try {
      if (refused.includes(name)) await expectRefusal(backend, name, bundle, report, answers)
      else await compareBundle(backend, name, bundle, report, answers)
    } catch (error) {
      report.failures.push({ case: name, message: String(error) })
    }
  }
  return { ...report, digests: answers.digests(), lines: answers.lines }
}

async function compareBundle(backend, name, { content, records, tolerance }, report, answers) {
  const bytes = bytesOf(content)
  const [own, model] = [await load(bytes), await load(bytes, { backend })]
  const fail = (message) => report.failures.push({ case: name, message })
  const { cases, failures } = await model.test()
  report.cases += cases
  if (cases === 0) fail('expected golden cases, got none')
  for (const { case: golden, output, message } of failures) fail(`golden case ${golden}: ${output}: ${message}`)

  const all = [...records, ...recordsFor(model.schema)]
  report.rows += all.length
  const expected = own.predictBatchSync(all, { onInvalid: 'null' })
  const got = await model.predictBatch(all, { onInvalid: 'null' })
  if (textOf(got.issues) !== textOf(expected.issues)) fail('other issues than those of js')
  let worst = 0
  for (const [row, output] of got.outputs.entries()) {
    answers.add(name, [output])
    const deviation = difference(output, expected.outputs[row])
    worst = Math.max(worst, deviation)
    if (!(deviation <= tolerance)) {
      const texts = `${textOf(output)}, not ${textOf(expected.outputs[row])}`
      fail(`row ${row}: expected at most ${tolerance} from js, got ${texts}`)
    }
  }
  report.deviations[name] = worst
  own.dispose()
  model.dispose()
}

async function expectRefusal(backend, name, { content }, report, answers) {
  const code = await load(bytesOf(content), { backend }).then(
    () => 'none',
    (error) => error.code ?? String(error),
  )
  answers.add(name, [code])
  report.cases++
  report.deviations[name] = 'refused'
  if (code !== 'ERR_ONNX_UNSUPPORTED') report.failures.push({ case: name, message: `expected a refusal, got ${code}` })
}

/** The greatest difference of two answers' numbers; endless where they differ in anything else. */
function difference(got, expected) {
  if (Object.is(got, expected)) return 0
  if (typeof got === 'number' && typeof expected === 'number') return Math.abs(got - expected)
  if (typeof got !== 'object' || typeof expected !== 'object' || got === null || expected === null) return Infinity
  const keys = Object.keys(expected)
  if (textOf(Object.keys(got)) !== textOf(keys)) return Infinity
  return Math.max(0, ...keys.map((key) => difference(got[key], expected[key])))
}
