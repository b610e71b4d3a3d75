// Starts the built server on a port of its own, asks both routes, and prints what both say.
import { spawn } from 'node:child_process'

const server = spawn('node_modules/.bin/next', ['start', '--hostname', '127.0.0.1', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const url = await new Promise((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (chunk) => {
      said += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found && said.includes('Ready')) resolve(found[0])
    })
    server.on('close', (code) => reject(new Error(`next ended with ${code}: ${said}`)))
  })
  const [edge, node] = await Promise.all(['edge', 'node'].map(async (route) => (await fetch(`${url}/${route}`)).text()))
  if (edge !== node) throw new Error(`the edge route says ${edge}, the node route ${node}`)
  console.log(edge)
} finally {
  server.kill('SIGKILL')
}
