import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** How long one runtime may take for the whole suite: enough for 4,000 rows an op wherever it runs, unless RUNTIME_SECONDS says more. */
export const secondsAllowed = Number(process.env.RUNTIME_SECONDS ?? 900)

/** The first of the files (relative to this folder's node_modules) that is there, or undefined. */
export function findBinary(files) {
  return files.map((file) => new URL(`node_modules/${file}`, import.meta.url).pathname).find((path) => existsSync(path))
}

/** Null when the packages are installed in this folder, else what is missing. */
export function missingPackages(...names) {
  const absent = names.filter((name) => findBinary([`${name}/package.json`]) === undefined)
  return absent.length === 0 ? null : `${absent.join(', ')} not installed (npm ci in test/runtimes)`
}

/** The version of a package in this folder. */
export function installedVersion(name) {
  return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version
}

/** Runs a command to its end and answers its standard output; rejects when it fails or takes too long (it is killed then). */
export function runCommand(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    const output = []
    const errors = []
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`took more than ${secondsAllowed} seconds`))
    }, secondsAllowed * 1000)
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => errors.push(chunk))
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(Buffer.concat(output).toString())
      else reject(new Error(`exit ${code ?? signal}: ${Buffer.concat(errors).toString().slice(-2000)}`))
    })
  })
}

/** The promise's answer, or a rejection after the allowed time; what runs behind it is the caller's to stop. */
export function withinTime(promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took more than ${secondsAllowed} seconds`)), secondsAllowed * 1000)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
