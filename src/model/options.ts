import { mismatch, quote, type Issue } from '../errors.js'

/** Options of a call as they came from JavaScript: an object, or nothing. Throws ERR_ARGUMENT for anything else, and for other names. */
export function checkOptions<T extends object>(
  options: T | undefined,
  ...names: readonly (keyof T & string)[]
): T | Record<string, never> {
  if (options === undefined) return {}
  if (typeof options !== 'object' || options === null) {
    mismatch('ERR_ARGUMENT', 'options', quote(options))
  }
  const other = Object.keys(options).find((name) => !(names as readonly string[]).includes(name))
  if (other !== undefined) mismatch('ERR_ARGUMENT', `an option of ${names.join(', ')}`, quote(other))
  return options
}

/** Who is told of the issues of a scored record, or undefined. Throws ERR_ARGUMENT for what can't be called. */
export function checkOnIssue(
  options: { readonly onIssue?: (issue: Issue) => void } | undefined,
): ((issue: Issue) => void) | undefined {
  const { onIssue } = checkOptions(options, 'onIssue')
  if (onIssue !== undefined && typeof onIssue !== 'function') {
    mismatch('ERR_ARGUMENT', 'a function for onIssue', quote(onIssue))
  }
  return onIssue
}
