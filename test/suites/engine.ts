import { BundleError } from '../../src/errors.js'
import type { Backend, Value } from '../../src/backends/backend.js'
import { js } from '../../src/js.js'
import { observedJs } from '../observed-shapes.js'

export type Feeds = Readonly<Record<string, Value>>

/** What runs the models of the suites. Answers are in the order of the model's outputs. */
export interface Engine {
  readonly name: string
  /** Whether it throws this to refuse a model or a call. */
  isRefusal(error: unknown): boolean
  open(model: Uint8Array): Promise<(feeds: Feeds) => Promise<readonly (Value | undefined)[]>>
}

const engineOf = (name: string, backend: Backend): Engine => ({
  name,
  isRefusal: (error) => error instanceof BundleError,
  open: async (model) => {
    const session = await backend.open(model)
    return async (feeds) => {
      const answers = await session.run(feeds)
      return session.outputs.map(({ name }) => answers[name])
    }
  },
})

export const jsEngine: Engine = engineOf('js', js())

/** The same, which fails where what was known of shapes when a model was opened is not so. */
export const observedEngine: Engine = engineOf('js, its shapes observed', observedJs)

/** How one case went; a problem is null where all is as recorded. */
export interface Outcome {
  readonly name: string
  readonly problem: string | null
}

/** Runs one case, whose failing is its problem. */
export async function outcomeOf(name: string, run: () => Promise<string | null>): Promise<Outcome> {
  try {
    return { name, problem: await run() }
  } catch (error) {
    return { name, problem: String(error) }
  }
}
