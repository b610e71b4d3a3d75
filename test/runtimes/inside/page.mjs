// The page: runs the suite where its address says, and answers by posting to its own server.
const { where } = await (await fetch('./task.json')).json()

async function fromWorker() {
  const worker = new Worker('./background.mjs', { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`))
    worker.postMessage(null)
  })
}

async function fromServiceWorker() {
  await navigator.serviceWorker.register('./background.mjs', { type: 'module' })
  const { active } = await navigator.serviceWorker.ready
  return new Promise((resolve) => {
    navigator.serviceWorker.onmessage = ({ data }) => resolve(data)
    active.postMessage(null)
  })
}

async function fromPage() {
  const { answer } = await import('./answer.mjs')
  return answer()
}

const ways = { page: fromPage, worker: fromWorker, 'service worker': fromServiceWorker }
const reply = await ways[where]().catch((error) => ({ error: String(error?.stack ?? error), violations: [] }))
await fetch('./answer', { method: 'POST', body: JSON.stringify(reply) })
