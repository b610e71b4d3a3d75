// node test/package/check.mjs [--write]: packs the built package, installs the tarball into a clean folder, and checks there what a user
// meets: imports, requires, types, the command line, the lint of packages, and what a bundle for the edge contains, does at its import and weighs (docs/size.md, which --write
// writes), with what each example needs too.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { edgeBundle, forbiddenIn, gzippedSize, kilobytes, linear, sizeDocument, tabular } from './edge-bundle.mjs'
import { importEffects } from './import-effects.mjs'
import { installPacked, root } from './install-packed.mjs'

const subpaths = [
  'skewless',
  'skewless/core',
  'skewless/js',
  'skewless/node',
  'skewless/pack',
  'skewless/ort-node',
  'skewless/ort-web',
  'skewless/terms',
  'skewless/types',
]

/** What an edge bundle is made of, and the bytes that it may have, minified and gzipped. */
const edge = [
  ['`load` of `skewless`', `export { load } from 'skewless'`, 104_900],
  ['`load` of `skewless/core`', `export { load } from 'skewless/core'`, 22_200],
  [
    '`load` of `skewless/core`, with what numbers, categories, lines and trees need',
    tabular('skewless/core', 'skewless/ops', 'skewless/kernels'),
    49_500,
  ],
  [
    '`load` of `skewless/core`, with what numbers, categories and lines need that are no ONNX',
    linear('skewless/core', 'skewless/ops'),
    27_600,
  ],
  ...[
    ['skewless', 106_500],
    ['skewless/core', 24_300],
    ['skewless/js', 86_400],
    ['skewless/pack', 118_000, ['reads TextDecoder']], // fflate does
    ['skewless/ort-web', 13_100],
    ['skewless/ops', 53_300],
    ['skewless/kernels', 86_400],
    ['skewless/terms', 16_600],
    ['skewless/types', 6_100],
  ].map(([name, ...rest]) => [`all of \`${name}\``, `export * from '${name}'`, ...rest]),
]

/**
 * Bundles of the examples, and the bytes that `load` may have with what `inspect --imports` says that they need: for the edge, weights are attributes of
 * ops, and these in their small form; else weights are in ONNX, and ops in their fast form.
 */
const examples = [
  ['coefficients', 'small', 25_400],
  ['pima-edge', 'small', 30_400],
  ['telco-edge', 'small', 29_700],
  ['sms-edge', 'small', 28_700],
  ['telco-edge', 'fast', 33_500],
  ['pima', 'fast', 43_700],
  ['telco', 'fast', 46_500],
  ['sms', 'fast', 43_700],
]

/** The bytes that npm may have to fetch. */
const mostPacked = 740_000

const folder = mkdtempSync(join(tmpdir(), 'skewless-package-'))
const problems = []
try {
  const tarball = installPacked(folder)
  const packed = statSync(tarball).size
  await check('the size of the tarball', () => {
    if (packed > mostPacked) throw new Error(`expected at most ${mostPacked} bytes, got ${packed}`)
  })
  await check('import and require', () => checkModules())
  for (const [name, compilerOptions, file] of typeChecks()) await check(name, () => checkTypes(compilerOptions, file))
  await check('npx skewless --help', () => {
    const help = run('npx', ['--no-install', 'skewless', '--help'])
    if (!help.includes('Usage')) throw new Error(`expected a help text, got ${JSON.stringify(help.slice(0, 200))}`)
  })
  await check('publint', () => run(join(root, 'node_modules/.bin/publint'), ['run', '--strict', tarball]))
  await check('attw', () => run(join(root, 'node_modules/.bin/attw'), ['--profile', 'node16', '--no-color', tarball]))
  await check('what an import does is seen', () => checkEffectsAreSeen())
  const sizes = []
  for (const row of edge) await check(`on the edge: ${row[0]}`, async () => sizes.push(await checkEdge(...row)))
  for (const [name, form, most] of examples)
    await check(`what ${name} needs, ${form}`, async () => sizes.push(await checkNeeds(name, form, most)))
  await check('docs/size.md', () => checkTable(sizes, packed))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = problems.length > 0 ? 1 : 0

async function check(name, work) {
  try {
    await work()
    console.log(`ok      ${name}`)
  } catch (error) {
    problems.push(name)
    console.log(`not ok  ${name}\n${[error.message, error.stdout, error.stderr].filter(Boolean).join('\n')}`)
  }
}

function run(command, args) {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', timeout: 600_000 })
}

/** Each subpath gives the same names by import and by require, which must be real CommonJS; its errors are those of the others. */
function checkModules() {
  writeFileSync(
    join(folder, 'names.mjs'),
    namesProgram((name) => `await import('${name}')`),
  )
  writeFileSync(join(folder, 'names.cjs'), `(async () => {${namesProgram((name) => `require('${name}')`)}})()`)
  const imported = run(process.execPath, ['names.mjs'])
  const required = run(process.execPath, ['--no-experimental-require-module', 'names.cjs'])
  if (imported !== required) throw new Error(`import and require differ:\n${imported}${required}`)
}

function namesProgram(load) {
  const lines = subpaths.map((name) => `print('${name}', ${load(name)})`)
  return `
    function print(name, module) {
      const names = Object.keys(module).filter((key) => key !== 'default' && key !== '__esModule').sort()
      if (names.length === 0) throw new Error(name + ' exports nothing')
      console.log(name, names.join(' '))
    }
    ${lines.join('\n')}
    const { BundleError } = ${load('skewless')}
    const { load } = ${load('skewless/core')}
    const { loadFile } = ${load('skewless/node')}
    for (const failing of [load(new Uint8Array(3), { ops: [] }), loadFile('package.json')]) {
      await failing.then(
        () => { throw new Error('no bundle was loaded') },
        (error) => console.log(error.name, error.code, error instanceof BundleError),
      )
    }
  `
}

function typeChecks() {
  const node16 = { module: 'node16', moduleResolution: 'node16' }
  const bundler = { module: 'esnext', moduleResolution: 'bundler' }
  const dom = { lib: ['ES2022', 'DOM'], types: [] }
  const nodeTypes = { lib: ['ES2022'], types: ['node'], typeRoots: [join(root, 'node_modules/@types')] }
  return [
    ['types: node16, import', { ...node16, ...dom }, 'user.mts'],
    ['types: node16, require', { ...node16, ...dom }, 'user.cts'],
    ['types: node16, import, @types/node in place of the DOM', { ...node16, ...nodeTypes }, 'user.mts'],
    ['types: bundler', { ...bundler, ...dom }, 'user.ts'],
  ]
}

function checkTypes(compilerOptions, file) {
  copyFileSync(new URL('user.ts.txt', import.meta.url), join(folder, file))
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, target: 'ES2022' }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...strict, ...compilerOptions }, files: [file] }),
  )
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'])
}

/** What a browser bundler makes of the source holds nothing forbidden, does nothing by itself, and is no larger than it may be. */
async function checkEdge(name, source, most, allowed = []) {
  const { plain, minified, script } = await edgeBundle(folder, source)
  const effects = importEffects(script).filter((effect) => !allowed.includes(effect))
  const found = [...forbiddenIn(plain), ...effects.map((effect) => `its import ${effect}`)]
  if (found.length > 0) throw new Error(found.join('\n'))
  const size = { minified: Buffer.byteLength(minified), gzipped: gzippedSize(minified) }
  if (size.gzipped > most) throw new Error(`expected at most ${most} bytes gzipped, got ${size.gzipped}`)
  return { name, ...size }
}

/** An example's bundle passes its golden cases by what it is said to need. */
async function checkNeeds(name, form, most) {
  const bundle =
    name === 'coefficients'
      ? join(folder, 'iris.mlbundle')
      : join(root, 'examples', name.replace('-edge', ''), `${name}.mlbundle`)
  if (name === 'coefficients') run(process.execPath, [join(root, 'examples/coefficients/pack.mjs'), bundle])
  const source = run('npx', ['--no-install', 'skewless', 'inspect', bundle, '--imports', form])
  writeFileSync(join(folder, 'needs.mjs'), source)
  const program = `
    import { readFileSync } from 'node:fs'
    import { open } from './needs.mjs'
    const report = await (await open(readFileSync(process.argv[2]))).test()
    if (!report.ok) throw new Error(JSON.stringify(report))`
  writeFileSync(join(folder, 'replay.mjs'), program)
  run(process.execPath, ['replay.mjs', bundle])
  return checkEdge(`\`load\` of \`skewless/core\`, with what \`${name}\` of the examples needs, ${form}`, source, most)
}

/** Each of these is noticed, so that none found means that there is none. */
function checkEffectsAreSeen() {
  const effects = {
    'globalThis.a = 1': 'changes a',
    'Array = 1': 'changes Array',
    'typeof process': 'reads process',
    'globalThis.crypto?.subtle': 'reads crypto',
    'typeof Date': 'reads Date',
    'Math.random()': 'reads Math.random',
    'Array.prototype.a = 1': 'throws Cannot add property a, object is not extensible',
    '(function* () {}).constructor.prototype.a = 1': 'throws Cannot add property a, object is not extensible',
  }
  for (const [text, effect] of Object.entries(effects)) {
    const found = importEffects(text).join()
    if (found !== effect) throw new Error(`${text}: expected ${effect}, got ${found}`)
  }
  if (importEffects('(() => { const table = new Float64Array(8); table[0] = 1 })()').length > 0) {
    throw new Error('a table of its own is no effect')
  }
}

/** The documented sizes are not below what they are by more than 3 %; `--write` writes them anew. */
function checkTable(sizes, packed) {
  const file = join(root, 'docs/size.md')
  if (process.argv.includes('--write')) return writeFileSync(file, sizeDocument(sizes, packed))
  const documented = readFileSync(file, 'utf8')
  for (const { name, gzipped } of sizes) {
    const row = documented.split('\n').find((line) => line.split('|')[1]?.trim() === name)
    const [said] = row?.match(/[\d.]+(?= kB \|$)/) ?? []
    if (said === undefined) throw new Error(`no row for ${name}: node test/package/check.mjs --write`)
    if (gzipped > said * 1030) {
      throw new Error(`${name}: ${kilobytes(gzipped)} gzipped, not ${said} kB: node test/package/check.mjs --write`)
    }
  }
}
