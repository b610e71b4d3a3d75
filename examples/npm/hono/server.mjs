// deno serve -A server.mjs; bun server.mjs; on Node node.mjs: they serve what a module exports.
import { loadFile } from 'skewless/node'
import { appOf } from './app.mjs'

const { fetch } = appOf(await loadFile(new URL('../../pima/pima.mlbundle', import.meta.url)))

export default { fetch, hostname: '127.0.0.1', port: Number(process.env.PORT ?? 8080) }
