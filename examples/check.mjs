// node examples/check.mjs [NAME...]: the examples that need another runtime, in it. One that is not installed is skipped with the
// reason; with CI=true that is a failure.
import { examples } from '../test/examples/table.mjs'

const wanted = process.argv.slice(2)
const chosen = examples.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
if (chosen.length === 0) throw new Error(`expected names of ${examples.map(({ name }) => name).join(', ')}`)

for (const { name, missing, check } of chosen) {
  const reason = await missing()
  if (reason !== null) {
    if (process.env.CI === 'true') process.exitCode = 1
    console.log(`${process.env.CI === 'true' ? 'not ok ' : 'skipped'}  ${name}: ${reason}`)
    continue
  }
  const begin = performance.now()
  try {
    await check()
    console.log(`ok       ${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`)
  } catch (error) {
    process.exitCode = 1
    console.log(`not ok   ${name}: ${error.stack}`)
  }
}
