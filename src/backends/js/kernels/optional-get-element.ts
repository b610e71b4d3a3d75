import type { Kernel } from '../kernel.js'
import { bindIdentity } from './identity.js'

/** What an optional has, which is the input itself. */
export const optionalGetElement: Kernel = {
  domain: '',
  name: 'OptionalGetElement',
  since: 15,
  inputs: [1, 1],
  bind: bindIdentity,
}
