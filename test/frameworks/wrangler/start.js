import worker from './out/worker.js'

console.log(await (await worker.fetch()).text())
