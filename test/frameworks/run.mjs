// node test/frameworks/run.mjs [--only NAME,...] [--write]
// Builds each fixture in a clean folder with the packed package in it, without a warning, runs what came out, and compares its
// answer with Node's. Exit 1 when one differs or fails, or one that is named did not run.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { installPacked, root } from '../package/install-packed.mjs'

const here = new URL('.', import.meta.url).pathname
const bundle = readFileSync(join(root, 'examples/pima/pima.mlbundle'))
const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
})
const fixtures = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map(({ name }) => name)
  .filter((name) => options.only === '' || options.only.split(',').includes(name))

/** The runtimes under test are programs of fixtures too: a later Node, Bun, Deno. */
const programs = (name) => join(root, 'test/runtimes/node_modules', name)
const laterNode = programs('node24/bin')
const path = [programs('@oven/bun-linux-x64/bin'), programs('@deno/linux-x64-glibc'), process.env.PATH]

const folder = mkdtempSync(join(tmpdir(), 'skewless-frameworks-'))
try {
  const tarball = installPacked(join(folder, 'here'))
  const expected = await answerHere()
  const rows = []
  for (const name of fixtures) {
    rows.push([name, await outcomeOf(name, tarball, expected)])
    console.error(rows.at(-1).join(': '))
  }
  if (options.write) writeFileSync(join(root, 'docs/frameworks.md'), documentOf(rows))
  const bad = options.only === '' ? ['failed'] : ['failed', 'not run']
  if (rows.some(([, outcome]) => bad.some((word) => outcome.startsWith(word)))) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** What the package answers in this Node, installed as it is. */
async function answerHere() {
  const at = join(folder, 'here')
  cpSync(join(here, 'shared'), at, { recursive: true })
  writeFileSync(join(at, 'package.json'), '{ "type": "module" }')
  writeBundle(at)
  const { stdout } = await run('node', ['main.js'], at, process.env)
  const line = stdout.trim()
  if (!JSON.parse(line).ok) throw new Error(`the bundle does not pass its golden cases here: ${line}`)
  return line
}

async function outcomeOf(name, tarball, expected) {
  const at = join(folder, name)
  cpSync(join(here, 'shared'), at, { recursive: true })
  cpSync(join(here, name), at, { recursive: true })
  writeBundle(at)
  const { engines } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
  if (engines && !existsSync(laterNode)) return `not run: needs Node ${engines.node} (npm ci in test/runtimes)`
  const env = {
    ...process.env,
    PATH: [...(engines ? [laterNode] : []), ...path].join(':'),
    CI: 'true',
    NO_COLOR: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    WRANGLER_SEND_METRICS: 'false',
    npm_config_update_notifier: 'false',
  }
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball], at, env)
  } catch (error) {
    return `not run: npm install failed: ${lastLine(error)}`
  }
  try {
    const { stdout, stderr } = await run('npm', ['run', '--silent', 'build'], at, env)
    const warning = `${stdout}\n${stderr}`.split('\n').find((line) => /warn/i.test(line))
    if (warning !== undefined) return `failed: the build warns: ${warning.trim()}`
    const answer = (await run('npm', ['run', '--silent', 'start'], at, env)).stdout.trim().split('\n').at(-1)
    return answer === expected ? `ok, ${versionsOf(at)}` : `failed: expected ${expected}, got ${answer}`
  } catch (error) {
    return `failed: ${lastLine(error)}`
  }
}

function writeBundle(at) {
  writeFileSync(join(at, 'bundle.js'), `export const bundle = '${bundle.toString('base64')}'\n`)
}

function run(command, args, cwd, env) {
  return promisify(execFile)(command, args, { cwd, env, timeout: 600_000, maxBuffer: 2 ** 26 })
}

function lastLine({ message, stdout, stderr }) {
  if (process.env.VERBOSE) console.error(message, stdout, stderr)
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? message).trim().slice(0, 300)
}

function versionsOf(at) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
  const own = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => name !== 'skewless')
  return own.map(([name, version]) => `${name} ${version}`).join(', ') || 'nothing else installed'
}

function documentOf(rows) {
  const lines = rows.map(([name, outcome]) => `| ${name} | ${outcome} |`)
  return `# Frameworks and bundlers

What \`node test/frameworks/run.mjs --write\` found on one Linux machine: the packed package, installed into a clean folder, built
without a warning, run, with the golden cases of a bundle replayed and the digest that Node gives.

| fixture | outcome |
| --- | --- |
${lines.join('\n')}
`
}
