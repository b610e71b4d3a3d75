// node start.mjs ENGINE FOLDER MODEL: in this fresh process, import, load and first prediction; prints milliseconds and peak memory.
const begin = performance.now()
const [engine, folder, model] = process.argv.slice(2)
const { readFileSync } = await import('node:fs')

async function predict() {
  if (engine === 'bare') return 0
  const edge = model.endsWith('-edge')
  const whole = edge ? model.slice(0, -'-edge'.length) : model
  const row = JSON.parse(readFileSync(`${folder}/${whole}.row.json`, 'utf8'))
  if (engine === 'skewless') {
    const { load } = await import(edge ? `${folder}/${model}.mjs` : '../dist/index.js')
    const loaded = await load(readFileSync(`${folder}/${model}.mlbundle`))
    return loaded.predictSync(row)
  }
  const ort = await import(engine === 'ort-node' ? 'onnxruntime-node' : 'onnxruntime-web/wasm')
  if (engine === 'ort-web') ort.env.wasm.numThreads = 1
  const options = { executionProviders: [engine === 'ort-node' ? 'cpu' : 'wasm'], intraOpNumThreads: 1 }
  const session = await ort.InferenceSession.create(readFileSync(`${folder}/${whole}.onnx`), options)
  const cells = Float32Array.from(Object.values(row))
  return session.run({ [session.inputNames[0]]: new ort.Tensor('float32', cells, [1, cells.length]) })
}

await predict()
const wall = performance.now() - begin
const { user, system } = process.cpuUsage()
// What the kernel counts as the peak of a process begins, in getrusage, with that of the one that started it; here it does not.
const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000, peak: Number(kilobytes) / 1024 }))
process.exit(0)
