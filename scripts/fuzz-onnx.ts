// node scripts/run.mjs scripts/fuzz-onnx.ts [-n COUNT] [--seed FIRST]: mutates the models of test/onnx-fuzz/seeds.ts, opens and calls
// each, and fails when anything but an answer or a BundleError comes out. The same numbers make the same models.
import { parseArgs } from 'node:util'
import { fuzzModels } from '../test/onnx-fuzz/fuzz.js'

const { values } = parseArgs({ options: { n: { type: 'string', short: 'n' }, seed: { type: 'string' } } })
const count = Number(values.n ?? 100_000)
const first = Number(values.seed ?? 1)
const { codes, failures } = await fuzzModels(first, count)
console.log(`${count} models from ${first}:`, codes)
console.log(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
for (const failure of failures.slice(0, 5)) console.error(failure)
if (failures.length > 0 || Object.keys(codes).length < 4) process.exitCode = 1
