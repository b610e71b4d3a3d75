import type { InputRecord } from './encode.js'
import type { Validation, ValidRecord } from './validate.js'

/** The part of Standard Schema v1 that is used here: https://standardschema.dev. */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: 'skewless'
    readonly validate: (value: unknown) => StandardResult
    /** For types only; never there. */
    readonly types?: { readonly input: InputRecord; readonly output: ValidRecord } | undefined
  }
}

export type StandardResult =
  | { readonly value: ValidRecord; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly string[] }[] }

/** A validator as a Standard Schema; answers at once. The issues are those that refuse the record. */
export function standardSchema(validate: (record: unknown) => Validation): StandardSchema {
  return {
    '~standard': {
      version: 1,
      vendor: 'skewless',
      validate(record) {
        const result = validate(record)
        if (result.ok) return { value: result.value }
        const fatal = result.issues.filter((issue) => issue.fatal)
        return {
          issues: fatal.map(({ field, code, message }) => ({ message, path: code === 'not_a_record' ? [] : [field] })),
        }
      },
    },
  }
}
