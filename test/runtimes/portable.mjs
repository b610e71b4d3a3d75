import { load } from 'skewless'
import { allOps } from '../../src/ops/index.ts'
import { check, resourcesOf } from '../conformance.ts'
import { runHostile } from './hostile.mjs'
import { journal } from './journal.mjs'
import { bytesOf, textOf } from './plain.mjs'
import { recordsFor } from './records.mjs'
import { streamThrough } from './stream.mjs'

/**
 * What every runtime runs: no file system, no framework, no host function but `sha256` where the runtime has no WebCrypto.
 * `vectors` are the op vectors by file name, `bundles` the example bundles in base64 by name, `hostile` archives that are to
 * be refused, `stream` the generated rows that go through each op. Answers plain JSON: the counts of cases and rows, `failures`
 * of `{ case, message }`, digests by name, which must be the same everywhere, and the `lines` behind the digest named `detail`.
 */
export async function run({ vectors, bundles, hostile, stream, sha256, detail }) {
  const report = { cases: 0, rows: 0, failures: [] }
  const answers = journal(detail)
  const options = sha256 === undefined ? {} : { sha256 }
  for (const [name, file] of Object.entries(vectors)) {
    runVectors(answers, report, name, file)
    streamThrough(answers, `${name}: stream`, file, stream)
    report.rows += stream
  }
  for (const [name, content] of Object.entries(bundles)) {
    try {
      await runBundle(answers, report, name, bytesOf(content), options)
    } catch (error) {
      report.cases++
      report.failures.push({ case: name, message: String(error) })
    }
  }
  await runHostile(answers, report, hostile, options)
  return { ...report, digests: answers.digests(), lines: answers.lines }
}

/** Each case of one vector file. Ops are those of the source: the package doesn't export them singly. */
function runVectors(answers, report, name, vectors) {
  const op = allOps.find((one) => one.name === vectors.op && one.version === vectors.version)
  const resources = resourcesOf(vectors)
  for (const one of vectors.cases) {
    const failure = outcome(() => (op === undefined ? 'there is no such op' : check(op, one, resources)))
    report.cases++
    if (failure !== null) report.failures.push({ case: `${name}: ${one.name}`, message: failure })
    answers.add(name, [one.name, failure])
  }
}

function outcome(work) {
  try {
    return work()
  } catch (error) {
    return String(error)
  }
}

/** The golden cases; then odd records, in a batch and one by one, which must come out the same. */
async function runBundle(answers, report, name, bytes, options) {
  const model = await load(bytes, options)
  const golden = await model.test()
  report.cases += golden.cases
  if (golden.cases === 0) report.failures.push({ case: name, message: 'expected golden cases, got none' })
  answers.add(`${name}: golden`, [golden.digest])
  for (const failure of golden.failures) {
    report.failures.push({ case: `${name}: ${failure.case}`, message: `${failure.output}: ${failure.message}` })
  }

  const records = recordsFor(model.schema)
  const { outputs, issues } = await model.predictBatch(records, { onInvalid: 'null' })
  for (const [row, record] of records.entries()) {
    report.cases++
    const codes = issues.filter((issue) => issue.row === row).map(codeOf)
    answers.add(`${name}: odd records`, [outputs[row], codes])
    const alone = await model.predict(record).then(
      (output) => textOf(output),
      (error) => (error.code === 'ERR_INPUT' ? textOf(null) : textOf(String(error))),
    )
    if (alone !== textOf(outputs[row])) {
      const message = `alone ${alone}, in a batch ${textOf(outputs[row])}`
      report.failures.push({ case: `${name}: odd record ${row}`, message })
    }
  }
  model.dispose()
}

function codeOf({ field, code, fatal, message }) {
  return [field, code, fatal, message]
}
