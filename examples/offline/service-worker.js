// Keeps the page and the bundle, and scores what is POSTed to `score`.
import { load } from 'skewless'
import { answer } from '../shared/answer.mjs'

const name = `score-${VERSION}`
const files = ['./', 'page.css', 'page.js', 'model.mlbundle']

/** Read once for as long as the browser lets the service worker run. */
let model

addEventListener('install', (event) => {
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(files)))
})

addEventListener('activate', (event) => {
  event.waitUntil(deleteOthers().then(() => clients.claim()))
})

addEventListener('fetch', (event) => {
  const { request } = event
  event.respondWith(request.url === new URL('score', location).href ? score(request) : fromCache(request))
})

async function deleteOthers() {
  const others = (await caches.keys()).filter((other) => other.startsWith('score-') && other !== name)
  await Promise.all(others.map((other) => caches.delete(other)))
}

async function fromCache(request) {
  const cache = await caches.open(name)
  return (await cache.match(request)) ?? fetch(request)
}

async function score(request) {
  try {
    model ??= await load(await fromCache('model.mlbundle'))
  } catch (error) {
    return Response.json({ error: error.message }, { status: 503 })
  }
  return answer(model, request)
}
