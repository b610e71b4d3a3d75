// A dedicated worker or a service worker: answers whoever sends it a message.
import { answer } from './answer.mjs'

globalThis.addEventListener('message', (event) => {
  const work = answer().then((reply) => (event.source ?? globalThis).postMessage(reply))
  event.waitUntil?.(work)
})
