import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinary, installedVersion, secondsAllowed, withinTime } from './child.mjs'

const packages = ['@cloudflare/workerd-linux-64', '@cloudflare/workerd-linux-arm64']
const binary = findBinary(packages.map((name) => `${name}/bin/workerd`))

const configOf = (modules) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [
    ${modules.map(({ name, kind }) => `(name = "${name}", ${kind} = embed "${name}"),`).join('\n    ')}
  ],
  compatibilityDate = "2025-09-01",
);
`

/** A folder with a worker of these modules, `{ name, kind, path }` each, the first being the worker, for `serveWorkerd`. */
export function workerFolder(modules) {
  const folder = mkdtempSync(join(tmpdir(), 'skewless-workerd-'))
  writeFileSync(join(folder, 'config.capnp'), configOf(modules))
  for (const { name, path } of modules) copyFileSync(path, join(folder, name))
  return folder
}

const inside = (name) => ({ name, kind: 'esModule', path: new URL(`inside/${name}`, import.meta.url).pathname })

/** Cloudflare's runtime as it is: compiling text or wasm throws there. */
export const workerd = {
  name: 'workerd',
  engine: 'V8',
  available: () => (binary === undefined ? 'not installed (npm ci in test/runtimes)' : null),
  async run(bundlePath, dataPath, { worker = inside('workerd.mjs'), more = [] } = {}) {
    const program = { name: 'portable.mjs', kind: 'esModule', path: bundlePath }
    const folder = workerFolder([worker, program, inside('ban.mjs'), ...more])
    let server
    try {
      server = await serveWorkerd(folder)
      const response = await fetch(`http://127.0.0.1:${server.port}/`, {
        method: 'POST',
        body: readFileSync(dataPath),
        signal: AbortSignal.timeout(secondsAllowed * 1000),
      })
      if (!response.ok) throw new Error(`workerd answered ${response.status}: ${await response.text()}`)
      const { error, result, refusesText } = await response.json()
      if (error) throw new Error(error)
      if (!refusesText) throw new Error('workerd was to refuse new Function and did not')
      return { version: workerdVersion(), result }
    } finally {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** The version of the binary that is here. */
export function workerdVersion() {
  return installedVersion(packages.find((name) => binary.includes(name)))
}

/** Starts workerd on the `config.capnp` of a folder: its process, the port it listens on, and what ends it. */
export async function serveWorkerd(folder, args = []) {
  const server = spawn(binary, ['serve', '--control-fd=3', ...args, 'config.capnp'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => server.on('close', resolve))
  const stop = () => {
    server.kill('SIGKILL')
    return ended
  }
  try {
    return { pid: server.pid, port: await withinTime(listening(server)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The port that workerd says on its control pipe, once it listens. */
function listening(server) {
  return new Promise((resolve, reject) => {
    let said = ''
    let complaints = ''
    server.stdio[3].on('data', (chunk) => {
      said += chunk
      for (const line of said.split('\n').slice(0, -1)) {
        const event = JSON.parse(line)
        if (event.event === 'listen') resolve(event.port)
      }
    })
    server.stdout.resume()
    server.stderr.on('data', (chunk) => (complaints += chunk))
    server.on('error', reject)
    server.on('close', (code) => reject(new Error(`workerd ended with ${code}: ${complaints.slice(-2000)}`)))
  })
}
