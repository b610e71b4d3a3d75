import type { Backend, BundleBackend } from './backend.js'
import { openCalls } from './calls/open.js'
import { planCall } from './calls/plan.js'

/** Makes a backend one that bundles are scored on. It brings what calls its models: who passes no backend to `skewless/core` has neither. */
export function defineBackend(backend: Backend): BundleBackend {
  return {
    name: backend.name,
    open: (model, options) => backend.open(model, options),
    calls: { plan: planCall, open: openCalls },
  }
}
