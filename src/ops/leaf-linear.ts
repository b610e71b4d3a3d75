import { numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

/**
 * leaf_linear, version 1: trees whose leaves are linear, added in order. The first input has a leaf's number per tree, the second x.
 *
 *     v = (constants[r] + coefficients[k] * x[features[k]]) + ... for k from starts[r] to starts[r + 1], or otherwise[r] where one of
 *     these cells is missing;  y[t] = ((0 + v) + v) + ... over the trees whose target is t
 *
 * A number that is no leaf's refuses the row.
 */
export const leafLinear: Op = /* @__PURE__ */ defineOp({
  name: 'leaf_linear',
  version: 1,
  inputs: [
    { kinds: ['number'], width: 'trees' },
    { kinds: ['number'], width: 'inputs' },
  ],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    targets: /* @__PURE__ */ numbers(['trees']),
    constants: /* @__PURE__ */ numbers(['leaves']),
    otherwise: /* @__PURE__ */ numbers(['leaves']),
    starts: /* @__PURE__ */ numbers(['starts']),
    features: /* @__PURE__ */ numbers(['terms']),
    coefficients: /* @__PURE__ */ numbers(['terms']),
  },
  bind({ targets, constants, otherwise, starts, features, coefficients }, [, { width: inputs }], fail) {
    const leaves = constants.length
    const terms = features.length
    const whole = (cells: Float64Array, name: string, below: number): void =>
      cells.forEach((cell, i) => {
        if (!Number.isInteger(cell) || cell < 0 || cell >= below) {
          fail(['attrs', name, i], `expected an integer from 0 to ${below - 1}, got ${cell}`)
        }
      })
    whole(targets, 'targets', targets.length)
    whole(features, 'features', inputs)
    whole(starts, 'starts', terms + 1)
    if (starts.length !== leaves + 1) fail(['attrs', 'starts'], `expected ${leaves + 1} values, got ${starts.length}`)
    let most = 0
    for (let leaf = 0; leaf < leaves; leaf++) {
      const count = starts[leaf + 1]! - starts[leaf]!
      if (count < 0) fail(['attrs', 'starts', leaf + 1], `expected ascending values, got ${starts[leaf + 1]}`)
      most = Math.max(most, count)
    }
    const width = 1 + targets.reduce((last, target) => Math.max(last, target), -1)
    return {
      outputs: [{ kind: 'number', width }],
      steps: targets.length * (1 + 2 * most) + width,
      run([numbersOf, x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          y.data.fill(0, to, to + width)
          for (let tree = 0; tree < targets.length; tree++) {
            const leaf = numbersOf.data[numbersOf.offset + row * numbersOf.stride + tree]!
            if (!Number.isInteger(leaf) || leaf < 0 || leaf >= leaves) {
              reject(row, 'the number of a leaf', leaf)
              continue
            }
            let value = constants[leaf]!
            let missing = false
            for (let k = starts[leaf]!; k < starts[leaf + 1]!; k++) {
              const cell = x.data[from + features[k]!]!
              missing ||= cell !== cell
              value += coefficients[k]! * cell
            }
            y.data[to + targets[tree]!]! += missing ? otherwise[leaf]! : value
          }
        }
      },
    }
  },
})
