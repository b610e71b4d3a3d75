import { load } from 'npm:skewless'
import { bundle } from './bundle.js'

const model = await load(Uint8Array.from(atob(bundle), (letter) => letter.charCodeAt(0)))
const { ok, digest } = await model.test()
console.log(JSON.stringify({ ok, digest, refused: model.validate({}).ok === false }))
