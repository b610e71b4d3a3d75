import { bindFloatMap } from '../arithmetic.js'
import { type Kernel } from '../kernel.js'

/** The least integer not below x. */
export const ceil: Kernel = {
  domain: '',
  name: 'Ceil',
  since: 6,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => Math.ceil(x)),
}
