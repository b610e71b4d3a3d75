import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** A folder in which the commands of the examples can write what they like. */
const folder = mkdtempSync(join(tmpdir(), 'skewless-examples-'))

beforeAll(() => {
  for (const name of ['examples', 'node_modules']) symlinkSync(resolve(name), join(folder, name))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const shell = (script: string): string =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, encoding: 'utf8' })

/** What the commands of each example say, by its folder. */
const said: Readonly<Record<string, readonly RegExp[]>> = {
  coefficients: [/^ok {2}15 cases, 0 failed$/m, /^worst deviation of probabilities: \d/m, /^\{"label":"setosa",/m],
  ci: [/^ok {2}examples\/pima\/pima.mlbundle {2}identity [0-9a-f]{64}$/m, /^ok {2}\d+ cases, 0 failed$/m],
}

const blocks = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1]!)

describe('the commands of the examples', () => {
  const withCommands = readdirSync('examples', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => blocks(`examples/${name}/README.md`).length > 0)

  test('are all known here', () => {
    expect(withCommands.sort()).toEqual(Object.keys(said).sort())
  })

  test.each(withCommands)('%s', (name) => {
    const output = shell(blocks(`examples/${name}/README.md`).join('\n'))
    for (const line of said[name]!) expect(output).toMatch(line)
  })
})

test('the steps of the workflow check the bundles, and fail on one that is broken', () => {
  const workflow = readFileSync('examples/ci/bundles.yml', 'utf8')
  const steps = [...workflow.matchAll(/^ {6}- run: (.*)$/gm)].map((match) => match[1]!)
  expect(steps[0]).toBe('npm ci')
  const checks = steps.slice(1).join('\n')
  expect(shell(checks)).toMatch(/^ok {2}\d+ cases, 0 failed$/m)
  shell(
    'mkdir -p broken/examples/pima && head -c 1000 examples/pima/pima.mlbundle > broken/examples/pima/pima.mlbundle',
  )
  shell('ln -s ../node_modules broken/node_modules')
  expect(() => shell(`cd broken\n${checks}`)).toThrow(/ERR_ZIP_INVALID|Command failed/)
})
