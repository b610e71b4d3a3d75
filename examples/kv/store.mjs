// A stand-in for the store, on this machine: workerd asks it for a key by its path.
import bundle from 'pima.mlbundle'

export default {
  fetch: (request) =>
    new URL(request.url).pathname === '/pima' ? new Response(bundle) : new Response(null, { status: 404 }),
}
