// What a page or a worker answers. The first import collects violations of the policy from before the others.
import { nextTask, violations } from './violations.mjs'
import { run } from './portable.mjs'
import { refusesText } from './ban.mjs'

export async function answer() {
  try {
    const result = await run(await (await fetch('./data.json')).json())
    await nextTask()
    const ofSuite = [...violations]
    const refused = refusesText()
    await nextTask()
    return { result, violations: ofSuite, refusesText: refused, collects: violations.length > ofSuite.length }
  } catch (error) {
    return { error: String(error?.stack ?? error), violations }
  }
}
