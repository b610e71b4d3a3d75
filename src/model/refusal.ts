import { BundleError, type Issue } from '../errors.js'

/** ERR_INPUT with every problem; at least one of `issues` is fatal. */
export function refusal(issues: readonly Issue[]): BundleError {
  const fatal = issues.filter((issue) => issue.fatal)
  const { field, message } = fatal[0]!
  const place = field === '' ? '' : `${field}: `
  const more = fatal.length > 1 ? `, and ${fatal.length - 1} more` : ''
  return new BundleError('ERR_INPUT', `${place}${message}${more}`, '', { issues })
}
