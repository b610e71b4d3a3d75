import { load } from 'skewless'

/** Loads a bundle, replays its golden cases, and answers what a user would see, as one line of JSON. */
export async function answer(base64) {
  const model = await load(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
  const { ok, digest } = await model.test()
  const refused = model.validate({}).ok === false
  return JSON.stringify({ ok, digest, refused })
}
