import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { withinTime } from '../runtimes/child.mjs'
import { bunBinary } from '../runtimes/bun.mjs'
import { denoBinary } from '../runtimes/deno.mjs'
import { serveWorkerd } from '../runtimes/workerd.mjs'
import { checkAnswers, checkHono } from './answers.mjs'
import { expectSame, path, records } from './pima.mjs'

const buildWorker = (folder) =>
  execFileSync(process.execPath, [path('shared/build-worker.mjs'), path(folder)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** Has workerd serve a folder of the examples, its worker built anew, while `check` asks it. */
async function inWorkerd(folder, check) {
  buildWorker(folder)
  const { port, stop } = await serveWorkerd(path(folder), ['--socket-addr=http=127.0.0.1:0'])
  try {
    await check(`http://127.0.0.1:${port}/`)
  } finally {
    await stop()
  }
}

/** Has a command serve, on a port that it says, while `check` asks it. */
async function inProcess(command, args, check) {
  const server = spawn(command, args, {
    env: { ...process.env, PORT: '0', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => server.on('close', resolve))
  let said = ''
  const listening = new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said += chunk
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (url !== null && said.indexOf('\n', url.index) >= 0) resolve(`${url[0]}/`)
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('error', reject)
    server.on('close', (code) => reject(new Error(`ended with ${code}: ${said.slice(-2000)}`)))
  })
  try {
    await check(await withinTime(listening))
  } finally {
    server.kill('SIGKILL')
    await ended
  }
}

export const edge = () => inWorkerd('edge', checkAnswers)

/** In workerd the store has the bundle; one that has none is asked again by the next request. */
export async function kv() {
  await inWorkerd('kv', checkAnswers)
  const { default: worker } = await import(path('kv/worker.mjs'))
  const ask = async (stored) => {
    const request = new Request('http://127.0.0.1/', { method: 'POST', body: JSON.stringify(records[0]) })
    return (await worker.fetch(request, { BUNDLE: 'pima', BUNDLES: { get: async () => stored } })).status
  }
  const bundle = readFileSync(path('pima/pima.mlbundle'))
  const streamOf = (bytes) => new Response(bytes).body
  const statuses = [await ask(null), await ask(streamOf(bundle.subarray(0, 1000))), await ask(streamOf(bundle))]
  expectSame('a store without the bundle, with half of it, with all of it', statuses, [503, 503, 200])
}

const denoRun = ['run', '--allow-net', '--allow-read', '--allow-env']
export const deno = () => inProcess(denoBinary, [...denoRun, path('deno/server.mjs')], checkAnswers)
export const bun = () => inProcess(bunBinary, [path('bun/server.mjs')], checkAnswers)

const honoServer = path('npm/hono/server.mjs')
export const honoNode = () => inProcess(process.execPath, [path('npm/hono/node.mjs')], checkHono)
export const honoBun = () => inProcess(bunBinary, [honoServer], checkHono)
export const honoDeno = () => {
  const args = ['serve', '--allow-read', '--allow-env', '--port', '0', '--host', '127.0.0.1', honoServer]
  return inProcess(denoBinary, args, checkHono)
}
export const honoWorkerd = () => inWorkerd('npm/hono', checkHono)
