import { mismatch, quote, type Issue } from '../errors.js'

/** Options of a call as they came from JavaScript: an object, or nothing. Throws ERR_ARGUMENT for anything else. */
export function checkOptions<T extends object>(options: T | undefined): T | Record<string, never> {
  if (options === undefined) return {}
  if (typeof options !== 'object' || options === null) {
    mismatch('ERR_ARGUMENT', 'options', quote(options))
  }
  return options
}

/** Who is told of the issues of a scored record, or undefined. Throws ERR_ARGUMENT for what can't be called. */
export function checkOnIssue(
  options: { readonly onIssue?: (issue: Issue) => void } | undefined,
): ((issue: Issue) => void) | undefined {
  const { onIssue } = checkOptions(options)
  if (onIssue !== undefined && typeof onIssue !== 'function') {
    mismatch('ERR_ARGUMENT', 'a function for onIssue', quote(onIssue))
  }
  return onIssue
}
