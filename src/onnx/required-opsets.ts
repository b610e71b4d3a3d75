import type { Opset } from './model.js'

/**
 * What `requires.opsets` of the manifest is for the models that import these: the highest version of each domain, by domain (UTF-16
 * code units); ONNX's main one is ai.onnx.
 */
export function requiredOpsets(imports: Iterable<readonly Opset[]>): Opset[] {
  const highest = new Map<string, number>()
  for (const opsets of imports) {
    for (const { domain, version } of opsets) {
      const name = domain === '' ? 'ai.onnx' : domain
      highest.set(name, Math.max(version, highest.get(name) ?? 0))
    }
  }
  return [...highest.keys()].sort().map((domain) => ({ domain, version: highest.get(domain)! }))
}
