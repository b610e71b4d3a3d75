import { BundleError, printable, type Issue } from '../errors.js'

/** ERR_INPUT with every problem; at least one of `issues` is fatal. */
export function refusal(issues: readonly Issue[]): BundleError {
  const fatal = issues.filter((issue) => issue.fatal)
  const { field, message } = fatal[0]!
  // An unknown key is the caller's, of any length.
  const place = field === '' ? '' : `${printable(field, 60)}: `
  const more = fatal.length > 1 ? `, and ${fatal.length - 1} more` : ''
  return new BundleError('ERR_INPUT', `${place}${message}${more}`, '', { issues })
}
