import { digestOf, markdownTable } from '../report.mjs'

/** A row for each runtime with its backend: the greatest deviation from js, by bundle. */
export function tableOf(results) {
  const bundles = Object.keys(results.find(({ status }) => status === 'ran')?.result.deviations ?? {})
  const head = ['runtime', 'backend', 'version', ...bundles, 'cases', 'rows', 'failures', 'digest', 'seconds']
  const body = results.map(({ name, engine, status, version, result, seconds }) => {
    if (status !== 'ran') {
      return [name, engine, status.startsWith('broke') ? 'broke' : status, ...bundles.map(() => ''), '', '', '', '', '']
    }
    const { deviations, cases, rows, failures } = result
    const shown = bundles.map((bundle) => deviationText(deviations[bundle]))
    return [name, engine, version, ...shown, cases, rows, failures.length, digestOf(result), seconds.toFixed(1)]
  })
  return markdownTable(head, body)
}

/** What differs in more than numbers, or was not scored, has no size. */
function deviationText(deviation) {
  if (typeof deviation === 'number') return String(Number(deviation.toPrecision(2)))
  return deviation ?? 'failed'
}

export function documentOf(table) {
  return `# Backends

What \`node test/runtimes/backends/run.mjs --write\` found on one Linux machine (first \`npm ci --ignore-scripts\` in \`test/ort\`): the same
bundles, scored by the same code on onnxruntime and by the \`js\` backend, with the bundles' golden cases. The program is bundled from the
packed and installed package; \`pima\`, \`sms\` and \`telco\` are the bundles of [examples](../examples), \`network\` is a small network in
float32. Under a bundle's name stands the greatest deviation of a number from that of \`js\`; refused records, and why, must be the same. At
most 1e-14 is allowed, for \`network\` 1e-6. Equal digests are equal answers, bit for bit: those of \`ort-web\`, which is WebAssembly, must
be equal in every runtime. What could not be started is \`not run\`.

${table}

\`load(bytes, { backend: ortWeb() })\` is all that the programs of \`ort-web\` say: onnxruntime-web finds its WebAssembly beside the bundled
program. Where that is another place, \`ortWeb({ wasmPaths })\` says so. Three need more:

- **Content-Security-Policy**: \`script-src\` needs \`'wasm-unsafe-eval'\`, which the \`js\` backend does without.
- **workerd** compiles no WebAssembly at run time, and onnxruntime-web has no setting for a module that is compiled already:
  [with-module.mjs](../test/runtimes/backends/inside/with-module.mjs) hands it one while it starts.
- **WebGPU** is another build: \`ortWeb({ ort: await import('onnxruntime-web/webgpu'), sessionOptions: { executionProviders:
  ['webgpu'] } })\`. It has neither float64 nor \`ai.onnx.ml\`: what exported pipelines need of them is refused with
  \`ERR_ONNX_UNSUPPORTED\`, which the table calls \`refused\`, and networks in float32 are what it is for. Here Chromium computes it in
  software, by SwiftShader; a graphics card may give other bits.
`
}
