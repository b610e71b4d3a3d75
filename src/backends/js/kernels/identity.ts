import type { Kernel } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

export const identity: Kernel = {
  domain: '',
  name: 'Identity',
  since: 1,
  inputs: [1, 1],
  bind: (node) => ({ types: [typeOfInput(node, 0, anyType)], run: ([x]) => [x!] }),
}
