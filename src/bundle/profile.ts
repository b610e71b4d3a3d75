import { mismatch } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import { fields, integer, list, nullable, number, scalar, text, type Shape } from '../json/shape.js'

const statistic = /* @__PURE__ */ number({ nonFinite: true })
const count = /* @__PURE__ */ integer(0)

const column = {
  name: /* @__PURE__ */ text(),
  count,
  missing: count,
  infinite: count,
  numbers: /* @__PURE__ */ nullable(
    /* @__PURE__ */ fields({
      min: statistic,
      max: statistic,
      mean: statistic,
      deviation: statistic,
      quantiles: /* @__PURE__ */ list(statistic),
    }),
  ),
  values: /* @__PURE__ */ nullable(
    /* @__PURE__ */ fields({
      listed: /* @__PURE__ */ list(/* @__PURE__ */ fields({ value: scalar, count })),
      others: count,
      distinct: count,
    }),
  ),
}

const profile = /* @__PURE__ */ fields({
  rows: count,
  predicted: count,
  inputs: /* @__PURE__ */ list(/* @__PURE__ */ fields(column)),
  outputs: /* @__PURE__ */ list(
    /* @__PURE__ */ fields({ ...column, key: /* @__PURE__ */ nullable(/* @__PURE__ */ text()) }),
  ),
  targets: /* @__PURE__ */ list(/* @__PURE__ */ fields(column)),
})

/** The form of profile.json. */
export const profileShape: Shape = profile

/** Statistics of one column of the data, or of one cell of the answers. */
export interface ProfileColumn {
  readonly name: string
  readonly count: number
  readonly missing: number
  readonly infinite: number
  readonly numbers: {
    readonly min: number
    readonly max: number
    readonly mean: number
    readonly deviation: number
    /** At `quantileShares`. */
    readonly quantiles: readonly number[]
  } | null
  readonly values: {
    readonly listed: readonly { readonly value: string | number | boolean; readonly count: number }[]
    readonly others: number
    readonly distinct: number
  } | null
}

/** What spec/profile.md says of profile.json. */
export interface Profile {
  readonly rows: number
  readonly predicted: number
  readonly inputs: readonly ProfileColumn[]
  readonly outputs: readonly (ProfileColumn & { readonly key: string | null })[]
  readonly targets: readonly ProfileColumn[]
}

/** Where the quantiles of numbers are. */
export const quantileShares: readonly number[] = [
  0,
  0.01,
  ...Array.from({ length: 19 }, (_, i) => (i + 1) / 20),
  0.99,
  1,
]

const code = 'ERR_PROFILE_INVALID'

/** Refuses counts that do not add up, and quantiles that are not those of the shares. */
function checkColumn({ count, missing, infinite, numbers, values }: ProfileColumn, at: string): void {
  if (missing + infinite > count) mismatch(code, `at most ${count} missing and infinite ones`, missing + infinite, at)
  const quantiles = numbers?.quantiles.length ?? quantileShares.length
  if (quantiles !== quantileShares.length) mismatch(code, `${quantileShares.length} quantiles`, quantiles, at)
  if (values === null) return
  const told = values.listed.reduce((sum, one) => sum + one.count, values.others)
  if (told !== count - missing) mismatch(code, `values of ${count - missing} rows`, told, at)
}

/** profile.json, checked; throws ERR_PROFILE_INVALID. */
export function decodeProfile(value: JsonValue, at: string): Profile {
  const decoded = decode(profile, value, at, plainContext(code))
  for (const part of ['inputs', 'outputs', 'targets'] as const) {
    decoded[part].forEach((column, i) => checkColumn(column, `${at}/${part}/${i}`))
  }
  return decoded
}
