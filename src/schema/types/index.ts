import type { InputType } from '../input-type.js'
import { datetime } from './datetime.js'
import { numberMap, stringMap } from './maps.js'
import { numberList } from './number-list.js'
import { scalarTypes } from './scalars.js'
import { stringList } from './string-list.js'

/** Every type of inputs of this version. */
export const allTypes: readonly InputType[] = /* @__PURE__ */ scalarTypes.concat([
  datetime,
  numberList,
  stringList,
  numberMap,
  stringMap,
])

export { datetime, numberList, numberMap, stringList, stringMap, type InputType }
