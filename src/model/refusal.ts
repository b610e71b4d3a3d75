import { BundleError, printable, type Issue } from '../errors.js'

/** ERR_INPUT with every problem; at least one of `issues` is fatal. Of a batch, `batch` has the message name the row. */
export function refusal(issues: readonly Issue[], batch = false): BundleError {
  const fatal = issues.filter((issue) => issue.fatal)
  const { row, field, message } = fatal[0]!
  // An unknown key is the caller's, of any length.
  const places = [...(batch ? [`row ${row}`] : []), ...(field === '' ? [] : [printable(field, 60)])]
  const place = places.length === 0 ? '' : `${places.join(', ')}: `
  const more = fatal.length > 1 ? `, and ${fatal.length - 1} more` : ''
  return new BundleError('ERR_INPUT', `${place}${message}${more}`, '', { issues })
}
