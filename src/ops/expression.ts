import { compile } from '../expression/compile.js'
import { vocabularyOf, type Term, type Vocabulary } from '../expression/rules.js'
import { allTerms } from '../expression/terms.js'
import { list, text } from '../json/shape.js'
import { pointer } from '../errors.js'
import { dtype } from './dtype.js'
import { defineOp, type Op } from './op.js'

/**
 * expression, version 1: the language of spec/expressions.md, evaluated cell by cell over inputs that are bound to
 * `variables` in order. Widths are 1 or one common width; true is 1, false 0.
 */
/* @__NO_SIDE_EFFECTS__ */ function opOf(vocabulary: Vocabulary): Op {
  return defineOp({
    name: 'expression',
    version: 1,
    inputs: [{ kinds: ['number', 'string'], rest: true }],
    outputs: [{ kinds: ['number', 'string'] }],
    attrs: { variables: /* @__PURE__ */ list(/* @__PURE__ */ text(1), 1), expression: /* @__PURE__ */ text(1), dtype },
    bind({ variables, expression, dtype }, inputs, fail, _widths, at) {
      if (variables.length !== inputs.length) {
        fail(['attrs', 'variables'], `expected ${inputs.length} names, got ${variables.length}`)
      }
      const kinds = new Map(variables.map((name, i) => [name, inputs[i]!.kind]))
      if (kinds.size !== variables.length) fail(['attrs', 'variables'], 'expected distinct names')
      const width = inputs.find((input) => input.width !== 1)?.width ?? 1
      inputs.forEach((input, i) => {
        if (input.width !== 1 && input.width !== width)
          fail(['inputs', i], `expected width 1 or ${width}, got ${input.width}`)
      })
      const compiled = compile(expression, kinds, dtype, pointer(at, 'attrs', 'expression'), vocabulary)
      return {
        outputs: [{ kind: compiled.type === 'string' ? 'string' : 'number', width }],
        // A text of so many characters has fewer operations, and each takes the memory of some dozens of cells.
        steps: expression.length * Math.max(width, 64),
        run(columns, [y], rows) {
          compiled.evaluate(columns, y, rows, width)
        },
      }
    },
  })
}

export const expression: Op = /* @__PURE__ */ opOf(
  /* @__PURE__ */ vocabularyOf(/* @__PURE__ */ Object.values(allTerms), ''),
)

/** The same op with some of the `terms` only, for bundlers that keep only what is used. Expressions with others are refused. */
/* @__NO_SIDE_EFFECTS__ */ export function expressionOf(...given: readonly Term[]): Op {
  return opOf(vocabularyOf(given, ' by the terms that expressionOf was given'))
}
