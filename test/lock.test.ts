import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Lock {
  readonly packages: Readonly<Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>>
}

const locks = [
  'package-lock.json',
  'test/runtimes/package-lock.json',
  'test/ort/package-lock.json',
  'bench/package-lock.json',
  'examples/npm/package-lock.json',
]

test.each(locks)('%s has every optional dependency, so that it serves every platform, and no address', (file) => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as Lock
  const paths = Object.keys(packages)
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(
        (name) =>
          !paths.some((other) => other === `${path}/node_modules/${name}` || other.endsWith(`node_modules/${name}`)),
      )
      .map((name) => `${path}: ${name}`),
  )
  expect(missing).toEqual([])
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
})
