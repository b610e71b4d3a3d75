import { acos as acosOf } from '../math/acos.js'
import { asin as asinOf } from '../math/asin.js'
import { atan as atanOf } from '../math/atan.js'
import { atan2 as atan2Of } from '../math/atan2.js'
import { cbrt as cbrtOf } from '../math/cbrt.js'
import { cos as cosOf } from '../math/cos.js'
import { cosh as coshOf } from '../math/cosh.js'
import { erf as erfOf } from '../math/erf.js'
import { exp as expOf } from '../math/exp.js'
import { expm1 as expm1Of } from '../math/expm1.js'
import { hypot as hypotOf } from '../math/hypot.js'
import { log as logOf } from '../math/log.js'
import { log10 as log10Of } from '../math/log10.js'
import { log1p as log1pOf } from '../math/log1p.js'
import { log2 as log2Of } from '../math/log2.js'
import { pow as powOf } from '../math/pow.js'
import { sin as sinOf } from '../math/sin.js'
import { sinh as sinhOf } from '../math/sinh.js'
import { tan as tanOf } from '../math/tan.js'
import { tanh as tanhOf } from '../math/tanh.js'
import * as arithmetic from './arithmetic.js'
import type { Kernel } from './cells.js'
import * as comparison from './comparison.js'
import * as dates from './dates.js'
import * as extremes from './extremes.js'
import { membership } from './membership.js'
import { quoted } from './quoted.js'
import * as rounding from './rounding.js'
import type { Rule, Term, TextParts, Type } from './rules.js'
import * as strings from './strings.js'
import * as text from './texts.js'

// Each term is an export of its own, so that a bundler keeps those that are passed.

export type { Term }

const one: readonly Type[] = ['number']
const two: readonly Type[] = ['number', 'number']
const bools: readonly Type[] = ['bool', 'bool']
const pair: readonly Type[] = ['string', 'string']
const parts: TextParts = { scan: quoted, copy: strings.copyStrings }

/* @__NO_SIDE_EFFECTS__ */ function rule(takes: readonly Type[], gives: Type, run: Kernel, run32: Kernel = run): Rule {
  return { takes, gives, run, run32 }
}

/* @__NO_SIDE_EFFECTS__ */ function term(name: string, ...rules: readonly Rule[]): Term {
  return { name, rules, variadic: false, texts: null, membership: null }
}

/* @__NO_SIDE_EFFECTS__ */ function textTerm(name: string, ...rules: readonly Rule[]): Term {
  return { name, rules, variadic: false, texts: parts, membership: null }
}

/** A function of one number, and of two. */
/* @__NO_SIDE_EFFECTS__ */ function unary(name: string, run: Kernel): Term {
  return term(name, rule(one, 'number', run))
}
/* @__NO_SIDE_EFFECTS__ */ function binary(name: string, run: Kernel, run32: Kernel = run): Term {
  return term(name, rule(two, 'number', run, run32))
}
/* @__NO_SIDE_EFFECTS__ */ function ofLists(term: Term): Term {
  return { ...term, membership }
}
/* @__NO_SIDE_EFFECTS__ */ function variadic(name: string, run: Kernel): Term {
  return { ...binary(name, run), variadic: true }
}
/* @__NO_SIDE_EFFECTS__ */ function ofEach(name: string, f: (x: number) => number): Term {
  return unary(name, rounding.each(f))
}
/* @__NO_SIDE_EFFECTS__ */ function ofPairs(name: string, f: (x: number, y: number) => number): Term {
  return binary(name, rounding.eachPair(f))
}
/* @__NO_SIDE_EFFECTS__ */ function comparing(name: string, run: Kernel, ...kinds: readonly (readonly Type[])[]): Term {
  return term(name, ...kinds.map((takes) => rule(takes, 'bool', run)))
}
/* @__NO_SIDE_EFFECTS__ */ function comparingTexts(name: string, run: Kernel): Term {
  return textTerm(name, rule(pair, 'bool', run))
}
/* @__NO_SIDE_EFFECTS__ */ function numberOfText(name: string, f: (text: string) => number): Term {
  return textTerm(name, rule(['string'], 'number', text.numberOf(f)))
}
/* @__NO_SIDE_EFFECTS__ */ function ofTexts(
  name: string,
  none: number,
  f: (text: string, other: string) => number,
): Term {
  return textTerm(name, rule(pair, none === 0 ? 'bool' : 'number', text.ofPair(none, f)))
}
/* @__NO_SIDE_EFFECTS__ */ function textOfText<A extends string | number, B extends string | number>(
  name: string,
  takes: readonly Type[],
  f: (text: string, a: A, b: B) => string | null,
): Term {
  return textTerm(name, rule(['string', ...takes], 'string', text.textOf(f)))
}

export const negate: Term = /* @__PURE__ */ unary('-x', arithmetic.negate)
export const add: Term = /* @__PURE__ */ binary('+', arithmetic.add)
export const subtract: Term = /* @__PURE__ */ binary('-', arithmetic.subtract)
export const multiply: Term = /* @__PURE__ */ binary('*', arithmetic.multiply)
export const divide: Term = /* @__PURE__ */ binary('/', arithmetic.divide)
export const floorDivide: Term = /* @__PURE__ */ binary('//', arithmetic.floorDivide, arithmetic.floorDivide32)
export const remainder: Term = /* @__PURE__ */ binary('%', arithmetic.remainder)
export const power: Term = /* @__PURE__ */ ofPairs('**', powOf)

export const equal: Term = /* @__PURE__ */ comparing('==', comparison.equal, two, bools)
export const equalTexts: Term = /* @__PURE__ */ comparingTexts('==', strings.equalStrings)
export const notEqual: Term = /* @__PURE__ */ comparing('!=', comparison.notEqual, two, bools)
export const notEqualTexts: Term = /* @__PURE__ */ comparingTexts('!=', strings.notEqualStrings)
export const less: Term = /* @__PURE__ */ comparing('<', comparison.less, two)
export const lessTexts: Term = /* @__PURE__ */ comparingTexts('<', strings.lessString)
export const lessOrEqual: Term = /* @__PURE__ */ comparing('<=', comparison.lessOrEqual, two)
export const lessOrEqualTexts: Term = /* @__PURE__ */ comparingTexts('<=', strings.lessOrEqualString)
export const greater: Term = /* @__PURE__ */ comparing('>', comparison.greater, two)
export const greaterTexts: Term = /* @__PURE__ */ comparingTexts('>', strings.greaterString)
export const greaterOrEqual: Term = /* @__PURE__ */ comparing('>=', comparison.greaterOrEqual, two)
export const greaterOrEqualTexts: Term = /* @__PURE__ */ comparingTexts('>=', strings.greaterOrEqualString)
export const within: Term = /* @__PURE__ */ ofLists(/* @__PURE__ */ comparing('in', comparison.within, two, bools))
export const withinTexts: Term = /* @__PURE__ */ ofLists(/* @__PURE__ */ comparingTexts('in', strings.withinStrings))
export const not: Term = /* @__PURE__ */ comparing('not', comparison.not, ['bool'])
export const and: Term = /* @__PURE__ */ comparing('and', comparison.and, bools)
export const or: Term = /* @__PURE__ */ comparing('or', comparison.or, bools)

export const abs: Term = /* @__PURE__ */ unary('abs', rounding.absolute)
export const sqrt: Term = /* @__PURE__ */ unary('sqrt', rounding.squareRoot)
export const floor: Term = /* @__PURE__ */ unary('floor', rounding.floor)
export const ceil: Term = /* @__PURE__ */ unary('ceil', rounding.ceil)
export const trunc: Term = /* @__PURE__ */ unary('trunc', rounding.truncate)
export const round: Term = /* @__PURE__ */ unary('round', rounding.round)
export const sign: Term = /* @__PURE__ */ unary('sign', rounding.sign)
export const exp: Term = /* @__PURE__ */ ofEach('exp', expOf)
export const expm1: Term = /* @__PURE__ */ ofEach('expm1', expm1Of)
export const log: Term = /* @__PURE__ */ ofEach('log', logOf)
export const log1p: Term = /* @__PURE__ */ ofEach('log1p', log1pOf)
export const log2: Term = /* @__PURE__ */ ofEach('log2', log2Of)
export const log10: Term = /* @__PURE__ */ ofEach('log10', log10Of)
export const sin: Term = /* @__PURE__ */ ofEach('sin', sinOf)
export const cos: Term = /* @__PURE__ */ ofEach('cos', cosOf)
export const tan: Term = /* @__PURE__ */ ofEach('tan', tanOf)
export const asin: Term = /* @__PURE__ */ ofEach('asin', asinOf)
export const acos: Term = /* @__PURE__ */ ofEach('acos', acosOf)
export const atan: Term = /* @__PURE__ */ ofEach('atan', atanOf)
export const sinh: Term = /* @__PURE__ */ ofEach('sinh', sinhOf)
export const cosh: Term = /* @__PURE__ */ ofEach('cosh', coshOf)
export const tanh: Term = /* @__PURE__ */ ofEach('tanh', tanhOf)
export const cbrt: Term = /* @__PURE__ */ ofEach('cbrt', cbrtOf)
export const erf: Term = /* @__PURE__ */ ofEach('erf', erfOf)
export const atan2: Term = /* @__PURE__ */ ofPairs('atan2', atan2Of)
export const hypot: Term = /* @__PURE__ */ ofPairs('hypot', hypotOf)
export const pow: Term = /* @__PURE__ */ ofPairs('pow', powOf)

export const year: Term = /* @__PURE__ */ ofEach('year', dates.year)
export const quarter: Term = /* @__PURE__ */ ofEach('quarter', dates.quarter)
export const month: Term = /* @__PURE__ */ ofEach('month', dates.month)
export const day: Term = /* @__PURE__ */ ofEach('day', dates.day)
export const daysInMonth: Term = /* @__PURE__ */ ofEach('days_in_month', dates.monthLength)
export const daysInYear: Term = /* @__PURE__ */ ofEach('days_in_year', dates.yearLength)
export const dayOfYear: Term = /* @__PURE__ */ ofEach('day_of_year', dates.dayOfYear)
export const weekday: Term = /* @__PURE__ */ ofEach('weekday', dates.weekday)
export const isoWeek: Term = /* @__PURE__ */ ofEach('iso_week', dates.isoWeek)
export const isoYear: Term = /* @__PURE__ */ ofEach('iso_year', dates.isoYear)
export const hour: Term = /* @__PURE__ */ ofEach('hour', dates.hour)
export const minute: Term = /* @__PURE__ */ ofEach('minute', dates.minute)
export const second: Term = /* @__PURE__ */ ofEach('second', dates.second)
export const microsecond: Term = /* @__PURE__ */ ofEach('microsecond', dates.microsecond)
export const midnight: Term = /* @__PURE__ */ ofEach('midnight', dates.midnight)
export const yearsBetween: Term = /* @__PURE__ */ ofPairs('years_between', dates.yearsBetween)

export const min: Term = /* @__PURE__ */ variadic('min', extremes.min)
export const max: Term = /* @__PURE__ */ variadic('max', extremes.max)
export const fmin: Term = /* @__PURE__ */ binary('fmin', extremes.fmin)
export const fmax: Term = /* @__PURE__ */ binary('fmax', extremes.fmax)
export const clip: Term = /* @__PURE__ */ term(
  'clip',
  /* @__PURE__ */ rule(['number', 'number', 'number'], 'number', extremes.clip),
)
export const missing: Term = /* @__PURE__ */ comparing('missing', comparison.missing, one)
export const missingText: Term = /* @__PURE__ */ textTerm(
  'missing',
  /* @__PURE__ */ rule(['string'], 'bool', strings.missingString),
)
export const finite: Term = /* @__PURE__ */ comparing('finite', comparison.finite, one)
export const number: Term = /* @__PURE__ */ term(
  'number',
  /* @__PURE__ */ rule(['bool'], 'number', arithmetic.copyNumbers),
)
export const when: Term = /* @__PURE__ */ term(
  'when',
  /* @__PURE__ */ rule(['bool', 'number'], 'number', text.whenNumbers),
)
export const whenTexts: Term = /* @__PURE__ */ textTerm(
  'when',
  /* @__PURE__ */ rule(['bool', 'string'], 'string', text.whenStrings),
)
export const choose: Term = /* @__PURE__ */ term(
  'if',
  /* @__PURE__ */ rule(['bool', 'number', 'number'], 'number', comparison.select),
  /* @__PURE__ */ rule(['bool', 'bool', 'bool'], 'bool', comparison.select),
)
export const chooseTexts: Term = /* @__PURE__ */ textTerm(
  'if',
  /* @__PURE__ */ rule(['bool', 'string', 'string'], 'string', strings.selectStrings),
)

/** Texts as they stand: those that are quoted, and those of a variable. */
export const texts: Term = /* @__PURE__ */ textTerm('a text')
export const length: Term = /* @__PURE__ */ numberOfText('length', text.length)
export const toNumber: Term = /* @__PURE__ */ numberOfText('to_number', text.toNumber)
export const datetime: Term = /* @__PURE__ */ numberOfText('datetime', text.datetime)
export const instant: Term = /* @__PURE__ */ numberOfText('instant', text.instant)
export const contains: Term = /* @__PURE__ */ ofTexts('contains', 0, text.contains)
export const startsWith: Term = /* @__PURE__ */ ofTexts('starts_with', 0, text.startsWith)
export const endsWith: Term = /* @__PURE__ */ ofTexts('ends_with', 0, text.endsWith)
export const find: Term = /* @__PURE__ */ ofTexts('find', NaN, text.find)
export const count: Term = /* @__PURE__ */ ofTexts('count', NaN, text.count)
export const slice: Term = /* @__PURE__ */ textOfText('slice', ['number', 'number'], text.slice)
export const trim: Term = /* @__PURE__ */ textOfText('trim', ['string'], text.trim)
export const trimStart: Term = /* @__PURE__ */ textOfText('trim_start', ['string'], text.trimStart)
export const trimEnd: Term = /* @__PURE__ */ textOfText('trim_end', ['string'], text.trimEnd)
export const part: Term = /* @__PURE__ */ textOfText('part', ['string', 'number'], text.part)
export const zfill: Term = /* @__PURE__ */ textOfText('zfill', ['number'], text.zfill)

/** All of them by the names by which they are exported. */
export const allTerms: Readonly<Record<string, Term>> = {
  negate,
  add,
  subtract,
  multiply,
  divide,
  floorDivide,
  remainder,
  power,
  equal,
  equalTexts,
  notEqual,
  notEqualTexts,
  less,
  lessTexts,
  lessOrEqual,
  lessOrEqualTexts,
  greater,
  greaterTexts,
  greaterOrEqual,
  greaterOrEqualTexts,
  within,
  withinTexts,
  not,
  and,
  or,
  abs,
  sqrt,
  floor,
  ceil,
  trunc,
  round,
  sign,
  exp,
  expm1,
  log,
  log1p,
  log2,
  log10,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  cbrt,
  erf,
  atan2,
  hypot,
  pow,
  year,
  quarter,
  month,
  day,
  daysInMonth,
  daysInYear,
  dayOfYear,
  weekday,
  isoWeek,
  isoYear,
  hour,
  minute,
  second,
  microsecond,
  midnight,
  yearsBetween,
  min,
  max,
  fmin,
  fmax,
  clip,
  missing,
  missingText,
  finite,
  number,
  when,
  whenTexts,
  choose,
  chooseTexts,
  texts,
  length,
  toNumber,
  datetime,
  instant,
  contains,
  startsWith,
  endsWith,
  find,
  count,
  slice,
  trim,
  trimStart,
  trimEnd,
  part,
  zfill,
}
