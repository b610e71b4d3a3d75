// Nanoseconds per call of each function of src/math beside the host's own: medians of several rounds, and their ratio.
import { build } from 'esbuild'
import { mkdtemp, rm, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const source = fileURLToPath(new URL('../src/math/', import.meta.url))

const uniform = (low, high) => () => low + (high - low) * Math.random()
const magnitude = (low, high) => () => 10 ** uniform(low, high)()
const cases = {
  exp: [[uniform(-20, 20)]],
  log: [[magnitude(-6, 6)], [uniform(0.5, 2)]],
  expm1: [[uniform(-3, 3)]],
  log1p: [[uniform(-0.9, 10)]],
  log2: [[magnitude(-6, 6)]],
  log10: [[magnitude(-6, 6)]],
  pow: [
    [magnitude(-3, 3), uniform(-20, 20)],
    [uniform(-9, 9), () => 2],
  ],
  cbrt: [[magnitude(-6, 6)]],
  hypot: [[uniform(-9, 9), uniform(-9, 9)]],
  sin: [[uniform(-10, 10)], [uniform(-1e9, 1e9)]],
  cos: [[uniform(-10, 10)]],
  tan: [[uniform(-10, 10)]],
  asin: [[uniform(-1, 1)]],
  acos: [[uniform(-1, 1)]],
  atan: [[uniform(-10, 10)]],
  atan2: [[uniform(-9, 9), uniform(-9, 9)]],
  sinh: [[uniform(-10, 10)]],
  cosh: [[uniform(-10, 10)]],
  tanh: [[uniform(-3, 3)]],
  erf: [[uniform(-3, 3)]],
  erfc: [[uniform(-3, 10)]],
  normalCdf: [[uniform(-5, 5)]],
  normalQuantile: [[uniform(0, 1)]],
}

const SIZE = 4096
const ROUNDS = 15

const folder = await mkdtemp(join(tmpdir(), 'skewless-bench-'))
try {
  const files = (await readdir(source)).filter((file) => cases[functionOf(file)])
  const wanted = process.argv.slice(2)
  const chosen = Object.keys(cases).filter(
    (name) => files.some((file) => functionOf(file) === name) && (wanted.length === 0 || wanted.includes(name)),
  )
  // A loop of its own for each function, so that calls are inlined as they would be in a kernel
  const lines = chosen.map((name) => {
    const host = Math[name] ? `Math.${name}` : name
    const parameters = cases[name][0].length === 2 ? 'a[i], b[i]' : 'a[i]'
    const loop = (callee) => `(a, b, out) => { for (let i = 0; i < out.length; i++) out[i] = ${callee}(${parameters}) }`
    const file = files.find((candidate) => functionOf(candidate) === name)
    return `import { ${name} } from './${file}'\nexport const ours_${name} = ${loop(name)}, host_${name} = ${loop(host)}`
  })
  const outfile = join(folder, 'math.mjs')
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: source, loader: 'ts' },
    bundle: true,
    format: 'esm',
    outfile,
    logLevel: 'error',
  })
  const library = await import(pathToFileURL(outfile).href)
  console.log('function'.padEnd(16), 'ours ns'.padStart(9), 'host ns'.padStart(9), 'ratio'.padStart(7))
  for (const name of chosen) {
    for (const generators of cases[name]) {
      const ours = median(library[`ours_${name}`], generators)
      const host = Math[name] ? median(library[`host_${name}`], generators) : NaN
      console.log(
        name.padEnd(16),
        ours.toFixed(1).padStart(9),
        (Math[name] ? host.toFixed(1) : '-').padStart(9),
        (Math[name] ? (ours / host).toFixed(2) : '-').padStart(7),
      )
    }
  }
} finally {
  await rm(folder, { recursive: true })
}

function functionOf(file) {
  return file.replace(/\.ts$/, '').replace(/-(.)/g, (_, letter) => letter.toUpperCase())
}

function median(loop, generators) {
  const [first, second] = generators.map((generate) => Float64Array.from({ length: SIZE }, generate))
  const out = new Float64Array(SIZE)
  const times = []
  for (let round = 0; round < ROUNDS + 5; round++) {
    const repeats = 20
    const start = process.hrtime.bigint()
    for (let repeat = 0; repeat < repeats; repeat++) loop(first, second, out)
    const elapsed = Number(process.hrtime.bigint() - start) / (SIZE * repeats)
    if (round >= 5) times.push(elapsed)
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1]
}
