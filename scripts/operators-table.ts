// Writes docs/operators.md: the operators of the js backend from its table, and how it and onnxruntime do in the third-party suites;
// with --check it compares, and runs only the js backend.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { tabularKernels } from '../src/backends/js/kernels/tabular.js'
import { allKernels } from '../src/backends/js/kernels/index.js'
import { firstVersions } from '../src/backends/js/kernels/first-versions.js'
import type { Kernel } from '../src/backends/js/kernel.js'
import { jsEngine, type Engine, type Outcome } from '../test/suites/engine.js'
import { readSuite } from '../test/suites/onnx-cases.js'
import { ortEngines } from '../test/suites/ort-engines.js'
import { runOnnxNode } from '../test/suites/run-onnx-node.js'
import { runOrtMl } from '../test/suites/run-ort-ml.js'
import { runSklearnOnnx } from '../test/suites/run-sklearn-onnx.js'

type Suite = (entries: ReadonlyMap<string, Uint8Array>, engine: Engine) => Promise<Outcome[]>

const check = process.argv.includes('--check')
const file = 'docs/operators.md'
const suites: readonly (readonly [name: string, what: string, run: Suite])[] = [
  ['onnx-node-tabular', "ONNX's node tests of operators that tabular models use", runOnnxNode],
  ['ort-ml', "onnxruntime's tests of ai.onnx.ml, those that must fail too", runOrtMl],
  ['sklearn-onnx-cases', 'models that sklearn-onnx converts, with probabilities', runSklearnOnnx],
]

function rows(kernels: readonly Kernel[]): string {
  const byDomain = new Map<string, Kernel[]>()
  for (const kernel of kernels) byDomain.set(kernel.domain, [...(byDomain.get(kernel.domain) ?? []), kernel])
  return [...byDomain]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([domain, list]) => {
      const texts = list.map(({ name, since, until }) => `${name} ${since}${until === undefined ? '' : `-${until}`}`)
      return `| \`${domain === '' ? 'ai.onnx' : domain}\` | ${list.length} | ${texts.sort().join(', ')} |`
    })
    .join('\n')
}

const table = (kernels: readonly Kernel[]): string =>
  `| domain | operators | with the first version (and the last, where it is not the newest) |\n| --- | --- | --- |\n${rows(kernels)}\n`

/** How many cases of each suite each engine passes; null where the suites are not there. */
async function countSuites(engines: readonly Engine[]): Promise<string[][] | null> {
  const lines: string[][] = []
  for (const [name, what, run] of suites) {
    const entries = readSuite(`${name}.zip`)
    if (entries === null) return null
    const counts: string[] = []
    for (const engine of engines) {
      const outcomes = await run(entries, engine)
      const passed = outcomes.filter(({ problem }) => problem === null).length
      if (passed === 0) throw new Error(`${engine.name} runs nothing: ${outcomes[0]?.problem}`)
      counts.push(`${passed} of ${outcomes.length}`)
    }
    lines.push([name, what, ...counts])
  }
  return lines
}

function countTable(lines: readonly (readonly string[])[]): string {
  const rows = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return `| suite | what | js | onnxruntime-node | onnxruntime-web |\n| --- | --- | --- | --- | --- |\n${rows}\n`
}

/** The counts of js in a table that was written, by suite. */
function statedCounts(text: string): Map<string, string> {
  return new Map(text.split('\n').map((line) => [line.split('|')[1]?.trim() ?? '', line.split('|')[3]?.trim() ?? '']))
}

const old = existsSync(file) ? readFileSync(file, 'utf8') : ''
/** The counts as they stand. Those of onnxruntime depend on the machine: its text operators need a locale. */
const kept = /<!-- counts -->\n([^]*?)<!-- end -->/.exec(old)?.[1] ?? ''
const lines = await countSuites(check ? [jsEngine] : [jsEngine, ...(await ortEngines())])
if (lines === null && !check) throw new Error('expected the suites beside the project')
const counts = check ? kept : countTable(lines!)
for (const [name, , passed] of lines ?? []) {
  if (statedCounts(counts).get(name!) === passed) continue
  console.error(`${file} does not say ${passed} for ${name}`)
  process.exitCode = 1
}

const rare = allKernels.filter(({ domain, name, since }) => {
  return ![...tabularKernels, ...firstVersions].some((kernel) => {
    return kernel.domain === domain && kernel.name === name && kernel.since === since
  })
})
const operators = new Set(allKernels.map(({ domain, name }) => `${domain}.${name}`))
const text = await format(
  `# ONNX operators

${operators.size} operators of the \`js\` backend; [spec/onnx.md](../spec/onnx.md) says what they do. \`skewless\` itself has those of
\`tabularKernels\`; the rest comes with \`skewless/js\` (\`load(source, { backend: js() })\`) or by name from \`skewless/kernels\`.

## In \`tabularKernels\`

${table(tabularKernels)}

## In \`allKernels\` beside them

${table(rare)}

## In \`firstVersions\`, which is part of \`allKernels\`

${table(firstVersions)}

## Suites

Third-party cases, run on this backend and, in the same run and with the same comparison, on onnxruntime (one thread). Not counted for
onnxruntime: maps as inputs and as outputs, which its JavaScript API does not have.

<!-- counts -->
${counts}
<!-- end -->

Written by \`node scripts/run.mjs scripts/operators-table.ts\`.
`,
  { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' },
)
if (!check) writeFileSync(file, text)
else if (old !== text) {
  console.error(`${file} is not what the code says: node scripts/run.mjs scripts/operators-table.ts`)
  process.exitCode = 1
}
