import { acos as acosOf } from '../../../math/acos.js'
import { bindFloatMap } from '../arithmetic.js'
import { type Kernel } from '../kernel.js'

/** Correctly rounded in float64. */
export const acos: Kernel = {
  domain: '',
  name: 'Acos',
  since: 7,
  inputs: [1, 1],
  bind: (node) => bindFloatMap(node, (x) => acosOf(x)),
}
