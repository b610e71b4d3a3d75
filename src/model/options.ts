import { mismatch, quote } from '../errors.js'

/** Options of a call as they came from JavaScript: an object, or nothing. Throws ERR_ARGUMENT for anything else. */
export function checkOptions<T extends object>(options: T | undefined): T | Record<string, never> {
  if (options === undefined) return {}
  if (typeof options !== 'object' || options === null) {
    mismatch('ERR_ARGUMENT', 'options', quote(options))
  }
  return options
}
