import type { Tensor } from '../../backend.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { hasInput, numbers, typeOfInput } from '../types.js'

type Bounds = readonly [low: number | bigint | null, high: number | bigint | null]

/** Reads the bounds: attributes before version 11, then inputs 1 and 2. Either may be missing. */
function bindBounds(node: NodeContext, type: string): (low?: Tensor, high?: Tensor) => Bounds {
  if (node.version < 11) {
    if (hasInput(node, 1) || hasInput(node, 2)) node.invalid('expected bounds as attributes')
    const low = node.float('min', -3.4028234663852886e38)
    const high = node.float('max', 3.4028234663852886e38)
    return () => [low, high]
  }
  for (const i of [1, 2]) {
    if (hasInput(node, i) && typeOfInput(node, i, numbers) !== type) node.invalid(`expected input ${i} of ${type}`)
  }
  const one = (bound: Tensor | undefined): number | bigint | null => {
    if (!bound) return null
    if (bound.data.length !== 1) node.refuse(`expected one bound, got [${bound.dims.join(', ')}]`)
    return bound.data[0] as number | bigint
  }
  const [hasLow, hasHigh] = [hasInput(node, 1), hasInput(node, 2)]
  return (low, high) => [hasLow ? one(low) : null, hasHigh ? one(high) : null]
}

/** min(max(x, low), high); NaN stays. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, node.version < 12 ? ['float32', 'float64'] : numbers)
  const boundsOf = bindBounds(node, type)
  return {
    types: [type],
    run([x, min, max]) {
      const [low, high] = boundsOf(min, max)
      const out = make(node, type, x!.dims) as { [index: number]: number | bigint }
      for (let i = 0; i < x!.data.length; i++) {
        let value = x!.data[i] as number | bigint
        if (low !== null && value < low) value = low
        if (high !== null && value > high) value = high
        out[i] = value
      }
      return [tensorOf(type, x!.dims, out as never)]
    },
  }
}

export const clip: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Clip', since: 6, inputs: [1, 3], bind })
