import type { Tensor } from '../../backend.js'
import { bindActivation } from '../fused-activation.js'
import { expectDims } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { hasInput, typeOfInput } from '../types.js'
import { add } from './add.js'
import { conv } from './conv.js'

/** The names of activation_params, in order. */
const params: Readonly<Record<string, readonly string[]>> = {
  Clip: ['min', 'max'],
  HardSigmoid: ['alpha', 'beta'],
  LeakyRelu: ['alpha'],
}

/** Conv, then the last input added, then an activation. */
function bind(node: NodeContext): Bound {
  const { types, run } = conv.bind({ ...node, inputs: node.inputs.slice(0, 3) })
  const [type] = types
  const given = Array.from(node.floats('activation_params') ?? [])
  const name = node.text('activation', '')
  const names = Object.hasOwn(params, name) ? params[name]! : []
  if (given.length > names.length) node.invalid(`expected at most ${names.length} activation_params`)
  const activate = bindActivation(node, type!, (which, fallback) => given[names.indexOf(which)] ?? fallback!)
  const added = hasInput(node, 3)
  if (added && typeOfInput(node, 3, ['float32', 'float64']) !== type) node.invalid(`expected input 3 of ${type}`)
  const sum = added ? add.bind({ ...node, inputs: [node.inputs[0]!, node.inputs[3]!] }) : null
  return {
    types,
    run(inputs) {
      const y = run(inputs.slice(0, 3))[0] as Tensor
      if (sum === null) return [activate(y)]
      const z = inputs[3]!
      expectDims(node, z, y.dims)
      return [activate(sum.run([y, z])[0] as Tensor)]
    },
  }
}

export const fusedConv: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'FusedConv',
  since: 1,
  inputs: [2, 4],
  bind,
})
