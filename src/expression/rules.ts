import { acos } from '../math/acos.js'
import { asin } from '../math/asin.js'
import { atan } from '../math/atan.js'
import { atan2 } from '../math/atan2.js'
import { cbrt } from '../math/cbrt.js'
import { cos } from '../math/cos.js'
import { cosh } from '../math/cosh.js'
import { erf } from '../math/erf.js'
import { exp } from '../math/exp.js'
import { expm1 } from '../math/expm1.js'
import { hypot } from '../math/hypot.js'
import { log } from '../math/log.js'
import { log10 } from '../math/log10.js'
import { log1p } from '../math/log1p.js'
import { log2 } from '../math/log2.js'
import { pow } from '../math/pow.js'
import { sin } from '../math/sin.js'
import { sinh } from '../math/sinh.js'
import { tan } from '../math/tan.js'
import { tanh } from '../math/tanh.js'
import * as arithmetic from './arithmetic.js'
import type { Kernel } from './cells.js'
import * as comparison from './comparison.js'
import * as dates from './dates.js'
import * as extremes from './extremes.js'
import * as rounding from './rounding.js'
import * as strings from './strings.js'
import * as text from './texts.js'

export type Type = 'number' | 'bool' | 'string'

/** One way to apply an operator or a function: the types of its operands and of its result, and what computes it. */
export interface Rule {
  readonly takes: readonly Type[]
  readonly gives: Type
  readonly run: Kernel
  /** The kernel in float32, where rounding what `run` gives is not enough. */
  readonly run32: Kernel
}

/* @__NO_SIDE_EFFECTS__ */ function rule(takes: readonly Type[], gives: Type, run: Kernel, run32: Kernel = run): Rule {
  return { takes, gives, run, run32 }
}

const one: readonly Type[] = ['number']
const two: readonly Type[] = ['number', 'number']
const bools: readonly Type[] = ['bool', 'bool']
const texts: readonly Type[] = ['string', 'string']

/** What an operator may be applied to; `negate` is the unary minus. All rules of one operator take equally many operands. */
export const operators: ReadonlyMap<string, readonly Rule[]> = /* @__PURE__ */ new Map([
  ['negate', [rule(one, 'number', arithmetic.negate)]],
  ['+', [rule(two, 'number', arithmetic.add)]],
  ['-', [rule(two, 'number', arithmetic.subtract)]],
  ['*', [rule(two, 'number', arithmetic.multiply)]],
  ['/', [rule(two, 'number', arithmetic.divide)]],
  ['//', [rule(two, 'number', arithmetic.floorDivide, arithmetic.floorDivide32)]],
  ['%', [rule(two, 'number', arithmetic.remainder)]],
  ['**', [rule(two, 'number', rounding.eachPair(pow))]],
  [
    '==',
    [
      rule(two, 'bool', comparison.equal),
      rule(bools, 'bool', comparison.equal),
      rule(texts, 'bool', strings.equalStrings),
    ],
  ],
  [
    '!=',
    [
      rule(two, 'bool', comparison.notEqual),
      rule(bools, 'bool', comparison.notEqual),
      rule(texts, 'bool', strings.notEqualStrings),
    ],
  ],
  ['<', [rule(two, 'bool', comparison.less), rule(texts, 'bool', strings.lessString)]],
  ['<=', [rule(two, 'bool', comparison.lessOrEqual), rule(texts, 'bool', strings.lessOrEqualString)]],
  ['>', [rule(two, 'bool', comparison.greater), rule(texts, 'bool', strings.greaterString)]],
  ['>=', [rule(two, 'bool', comparison.greaterOrEqual), rule(texts, 'bool', strings.greaterOrEqualString)]],
  [
    'in',
    [
      rule(two, 'bool', comparison.within),
      rule(bools, 'bool', comparison.within),
      rule(texts, 'bool', strings.withinStrings),
    ],
  ],
  ['not', [rule(['bool'], 'bool', comparison.not)]],
  ['and', [rule(bools, 'bool', comparison.and)]],
  ['or', [rule(bools, 'bool', comparison.or)]],
])

/** The same of the functions. */
export const functions: ReadonlyMap<string, readonly Rule[]> = /* @__PURE__ */ new Map([
  ['abs', [rule(one, 'number', rounding.absolute)]],
  ['sqrt', [rule(one, 'number', rounding.squareRoot)]],
  ['floor', [rule(one, 'number', rounding.floor)]],
  ['ceil', [rule(one, 'number', rounding.ceil)]],
  ['trunc', [rule(one, 'number', rounding.truncate)]],
  ['round', [rule(one, 'number', rounding.round)]],
  ['sign', [rule(one, 'number', rounding.sign)]],
  ['exp', [rule(one, 'number', rounding.each(exp))]],
  ['expm1', [rule(one, 'number', rounding.each(expm1))]],
  ['log', [rule(one, 'number', rounding.each(log))]],
  ['log1p', [rule(one, 'number', rounding.each(log1p))]],
  ['log2', [rule(one, 'number', rounding.each(log2))]],
  ['log10', [rule(one, 'number', rounding.each(log10))]],
  ['sin', [rule(one, 'number', rounding.each(sin))]],
  ['cos', [rule(one, 'number', rounding.each(cos))]],
  ['tan', [rule(one, 'number', rounding.each(tan))]],
  ['asin', [rule(one, 'number', rounding.each(asin))]],
  ['acos', [rule(one, 'number', rounding.each(acos))]],
  ['atan', [rule(one, 'number', rounding.each(atan))]],
  ['sinh', [rule(one, 'number', rounding.each(sinh))]],
  ['cosh', [rule(one, 'number', rounding.each(cosh))]],
  ['tanh', [rule(one, 'number', rounding.each(tanh))]],
  ['cbrt', [rule(one, 'number', rounding.each(cbrt))]],
  ['erf', [rule(one, 'number', rounding.each(erf))]],
  ['atan2', [rule(two, 'number', rounding.eachPair(atan2))]],
  ['hypot', [rule(two, 'number', rounding.eachPair(hypot))]],
  ['year', [rule(one, 'number', rounding.each(dates.year))]],
  ['quarter', [rule(one, 'number', rounding.each(dates.quarter))]],
  ['month', [rule(one, 'number', rounding.each(dates.month))]],
  ['day', [rule(one, 'number', rounding.each(dates.day))]],
  ['days_in_month', [rule(one, 'number', rounding.each(dates.monthLength))]],
  ['days_in_year', [rule(one, 'number', rounding.each(dates.yearLength))]],
  ['day_of_year', [rule(one, 'number', rounding.each(dates.dayOfYear))]],
  ['weekday', [rule(one, 'number', rounding.each(dates.weekday))]],
  ['iso_week', [rule(one, 'number', rounding.each(dates.isoWeek))]],
  ['iso_year', [rule(one, 'number', rounding.each(dates.isoYear))]],
  ['hour', [rule(one, 'number', rounding.each(dates.hour))]],
  ['minute', [rule(one, 'number', rounding.each(dates.minute))]],
  ['second', [rule(one, 'number', rounding.each(dates.second))]],
  ['microsecond', [rule(one, 'number', rounding.each(dates.microsecond))]],
  ['midnight', [rule(one, 'number', rounding.each(dates.midnight))]],
  ['years_between', [rule(two, 'number', rounding.eachPair(dates.yearsBetween))]],
  ['pow', [rule(two, 'number', rounding.eachPair(pow))]],
  ['min', [rule(two, 'number', extremes.min)]],
  ['max', [rule(two, 'number', extremes.max)]],
  ['fmin', [rule(two, 'number', extremes.fmin)]],
  ['fmax', [rule(two, 'number', extremes.fmax)]],
  ['clip', [rule(['number', 'number', 'number'], 'number', extremes.clip)]],
  ['missing', [rule(one, 'bool', comparison.missing), rule(['string'], 'bool', strings.missingString)]],
  ['finite', [rule(one, 'bool', comparison.finite)]],
  ['number', [rule(['bool'], 'number', arithmetic.copyNumbers)]],
  [
    'when',
    [rule(['bool', 'number'], 'number', text.whenNumbers), rule(['bool', 'string'], 'string', text.whenStrings)],
  ],
  ['length', [rule(['string'], 'number', text.numberOf(text.length))]],
  ['to_number', [rule(['string'], 'number', text.numberOf(text.toNumber))]],
  ['datetime', [rule(['string'], 'number', text.numberOf(text.datetime))]],
  ['instant', [rule(['string'], 'number', text.numberOf(text.instant))]],
  ['contains', [rule(texts, 'bool', text.ofPair(0, text.contains))]],
  ['starts_with', [rule(texts, 'bool', text.ofPair(0, text.startsWith))]],
  ['ends_with', [rule(texts, 'bool', text.ofPair(0, text.endsWith))]],
  ['find', [rule(texts, 'number', text.ofPair(NaN, text.find))]],
  ['count', [rule(texts, 'number', text.ofPair(NaN, text.count))]],
  ['slice', [rule(['string', 'number', 'number'], 'string', text.textOf(text.slice))]],
  ['trim', [rule(texts, 'string', text.textOf(text.trim))]],
  ['trim_start', [rule(texts, 'string', text.textOf(text.trimStart))]],
  ['trim_end', [rule(texts, 'string', text.textOf(text.trimEnd))]],
  ['part', [rule(['string', 'string', 'number'], 'string', text.textOf(text.part))]],
  ['zfill', [rule(['string', 'number'], 'string', text.textOf(text.zfill))]],
  [
    'if',
    [
      rule(['bool', 'number', 'number'], 'number', comparison.select),
      rule(['bool', 'bool', 'bool'], 'bool', comparison.select),
      rule(['bool', 'string', 'string'], 'string', strings.selectStrings),
    ],
  ],
])

/** Functions of two numbers that also take more, from the left: f(a, b, c) is f(f(a, b), c). */
export const variadic: ReadonlySet<string> = /* @__PURE__ */ new Set(['min', 'max'])
