import { readFileSync, writeFileSync } from 'node:fs'
import { differingNames, failuresOf, firstDifference } from './report.mjs'

/** Names out of `a,b`; each must be one of the runtimes. */
export function namesIn(text, runtimes) {
  const names = text === '' ? [] : text.split(',')
  for (const name of names) {
    if (!runtimes.some((runtime) => runtime.name === name)) throw new Error(`expected a runtime's name, got ${name}`)
  }
  return names
}

/**
 * Has every runtime, or those named in `only`, run the program on the data, and answers what came of each, and all that is wrong:
 * failures, what a runtime answers otherwise than the first one of its `group`, and what is named in `only` or `required` and did
 * not run. `program` is what the runtimes' `run` takes first.
 */
export async function runMatrix(runtimes, { only, required }, program, dataPath) {
  const results = []
  for (const runtime of runtimes) {
    if (only.length > 0 && !only.includes(runtime.name)) continue
    results.push(await runOne(runtime, program, dataPath))
    console.error(`${runtime.name}: ${results.at(-1).status}`)
  }
  const ran = results.filter(({ status }) => status === 'ran')
  const missing = [...new Set([...only, ...required])].filter((name) => !ran.some((result) => result.name === name))
  const problems = [
    ...failuresOf(results),
    ...(await differences(ran, runtimes, program, dataPath)),
    ...missing.map((name) => `${name} is required and did not run`),
    ...(ran.length === 0 ? ['no runtime ran'] : []),
  ]
  return { results, problems }
}

/** What came of one runtime; `status` is `ran`, `not run: reason` or `broke: reason`. */
async function runOne({ name, engine, group, available, run }, program, dataPath) {
  const row = { name, engine, group }
  const reason = available()
  if (reason !== null) return { ...row, status: `not run: ${reason}` }
  const start = performance.now()
  try {
    const { version, result } = await run(program, dataPath)
    return { ...row, status: 'ran', version, result, seconds: (performance.now() - start) / 1000 }
  } catch (error) {
    return { ...row, status: `broke: ${error.message}` }
  }
}

/** Each runtime that answered otherwise than the first one, with the first value that differs: both are run again to show it. */
async function differences(ran, runtimes, program, dataPath) {
  const found = []
  for (const other of ran) {
    const first = ran.find(({ group }) => group === other.group)
    const names = differingNames(first.result, other.result)
    if (names.length === 0) continue
    const detailPath = `${dataPath}.detail.json`
    writeFileSync(detailPath, JSON.stringify({ ...JSON.parse(readFileSync(dataPath, 'utf8')), detail: names[0] }))
    const lines = []
    for (const { name } of [first, other]) {
      const runtime = runtimes.find((one) => one.name === name)
      const again = await runOne(runtime, program, detailPath)
      lines.push(again.result?.lines ?? [again.status])
    }
    const where = `${other.name} differs from ${first.name} in ${names.join(', ')}`
    found.push(`${where}: ${names[0]}, ${firstDifference(...lines)}`)
  }
  return found
}

/** One line on how much of the table was run. */
export function summaryOf(results) {
  const idle = results.filter(({ status }) => status !== 'ran').map(({ name }) => name)
  const count = `${results.length - idle.length} of ${results.length} runtimes ran`
  return idle.length === 0 ? count : `${count}; not ${idle.join(', ')}`
}
