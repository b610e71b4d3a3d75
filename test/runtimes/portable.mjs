import { load } from 'skewless'
import { allOps } from '../../src/ops/index.ts'
import { check, resourcesOf } from '../conformance.ts'
import { bytesOf, textOf } from './plain.mjs'
import { recordsFor } from './records.mjs'

/**
 * What every runtime runs: no file system, no framework, no host function but `sha256` where the runtime has no WebCrypto.
 * `vectors` are the op vectors by file name, `bundles` the example bundles in base64 (or bytes) by name. Answers plain JSON:
 * the count of cases, `failures` of `{ case, message }`, and digests by name, which must be the same everywhere.
 */
export async function run({ vectors, bundles, sha256, onProgress = () => {} }) {
  const report = { cases: 0, failures: [], digests: {} }
  const options = sha256 === undefined ? {} : { sha256 }
  for (const [name, file] of Object.entries(vectors)) {
    report.digests[name] = await digestOf(runVectors(report, name, file), sha256)
    onProgress(name)
  }
  for (const [name, content] of Object.entries(bundles)) {
    try {
      await runBundle(report, name, typeof content === 'string' ? bytesOf(content) : content, options)
    } catch (error) {
      fail(report, name, error)
    }
    onProgress(name)
  }
  return report
}

/** Each case of one vector file; answers how each came out. Ops are those of the source: the package doesn't export them singly. */
function runVectors(report, name, vectors) {
  const op = allOps.find((one) => one.name === vectors.op && one.version === vectors.version)
  const resources = resourcesOf(vectors)
  return textOf(
    vectors.cases.map((one) => {
      const failure = outcome(() => (op === undefined ? 'there is no such op' : check(op, one, resources)))
      report.cases++
      if (failure !== null) report.failures.push({ case: `${name}: ${one.name}`, message: failure })
      return [one.name, failure]
    }),
  )
}

function outcome(work) {
  try {
    return work()
  } catch (error) {
    return String(error)
  }
}

/** The golden cases; then odd records, in a batch and one by one, which must come out the same. */
async function runBundle(report, name, bytes, options) {
  const model = await load(bytes, options)
  const golden = await model.test()
  report.cases += golden.cases
  report.digests[`${name}: golden`] = golden.digest
  for (const failure of golden.failures) {
    report.failures.push({ case: `${name}: ${failure.case}`, message: `${failure.output}: ${failure.message}` })
  }

  const records = recordsFor(model.schema)
  const batch = await model.predictBatch(records, { onInvalid: 'null' })
  const answers = batch.outputs.map((output, row) =>
    textOf([output, batch.issues.filter((issue) => issue.row === row).map(codeOf)]),
  )
  for (const [row, record] of records.entries()) {
    report.cases++
    const alone = await model.predict(record).then(
      (output) => textOf(output),
      (error) => (error.code === 'ERR_INPUT' ? textOf(null) : textOf(String(error))),
    )
    if (alone !== textOf(batch.outputs[row])) {
      report.failures.push({
        case: `${name}: odd record ${row}`,
        message: `alone ${alone}, in a batch ${textOf(batch.outputs[row])}`,
      })
    }
  }
  report.digests[`${name}: odd records`] = await digestOf(answers.join('\n'), options.sha256)
  model.dispose()
}

function codeOf({ field, code, fatal, message }) {
  return [field, code, fatal, message]
}

function fail(report, name, error) {
  report.cases++
  report.failures.push({ case: name, message: String(error) })
}

async function digestOf(text, sha256 = webCryptoSha256) {
  const digest = await sha256(new TextEncoder().encode(text))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function webCryptoSha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}
