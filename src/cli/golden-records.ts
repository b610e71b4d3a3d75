import { decodeGolden } from '../bundle/golden.js'
import type { Bundle } from '../bundle/read.js'
import { readJson } from '../json/canonical.js'
import { defaultLimits } from '../limits.js'
import { goldenRecord } from '../model/golden.js'

/** The records of a bundle's golden cases; none when it has no cases. */
export async function goldenRecords(bundle: Bundle): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const bytes = await bundle.entry('golden.json')
  if (bytes === undefined) return []
  return decodeGolden(readJson(bytes, 'golden.json', defaultLimits), 'golden.json#').cases.map(goldenRecord)
}
