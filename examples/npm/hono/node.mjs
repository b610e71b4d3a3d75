import { serve } from '@hono/node-server'
import server from './server.mjs'

serve(server, ({ port }) => console.log(`listening on http://127.0.0.1:${port}`))
