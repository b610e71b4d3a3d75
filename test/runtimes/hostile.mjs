import { load } from 'skewless'
import { bytesOf } from './plain.mjs'

/** Loads hostile archives: each is refused with its code at its place, or taken where it does no harm. */
export async function runHostile(journal, report, hostile, options) {
  for (const { name, bytes, code, at } of hostile) {
    report.cases++
    const answer = await load(bytesOf(bytes), options).then(
      (model) => {
        model.dispose()
        return [null, '', '']
      },
      (error) => [error.code ?? String(error), error.at, error.message],
    )
    journal.add('hostile bundles', [name, ...answer])
    const fits = at.endsWith('…') ? answer[1].startsWith(at.slice(0, -1)) : answer[1] === at
    if (answer[0] !== code || !fits) {
      report.failures.push({ case: `hostile: ${name}`, message: `expected ${code} at ${at}, got ${answer.join(' ')}` })
    }
  }
}
