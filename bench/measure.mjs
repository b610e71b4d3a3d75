import { execFileSync } from 'node:child_process'

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The middle half of the values, as a share of the median on either side. */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.round((sorted.length - 1) * share)]
  return (at(0.75) - at(0.25)) / 2 / median(values)
}

/** Calls that take about `milliseconds`, after so many that engines have compiled what they will. */
async function calibrate(engine, milliseconds, warm) {
  const end = performance.now() + warm
  let calls = 1
  for (;;) {
    const { wall } = await engine.run(calls)
    if (wall < milliseconds) calls = Math.ceil(calls * Math.min(4, (1.2 * milliseconds) / Math.max(wall, 0.01)))
    else if (performance.now() > end) return Math.max(1, Math.round((calls * milliseconds) / wall))
  }
}

/** Times all engines in turn, round after round, so that what else the machine does meets all of them: milliseconds a call. */
export async function interleave(engines, { slice, warm, rounds }) {
  const calls = new Map()
  for (const [name, engine] of engines) calls.set(name, await calibrate(engine, slice, warm))
  const times = new Map([...engines.keys()].map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, engine] of engines) {
      const count = calls.get(name)
      const { wall, cpu } = await engine.run(count)
      times.get(name).push({ wall: wall / count, cpu: cpu / count })
    }
  }
  return times
}

/** The same for fresh processes: milliseconds and megabytes of each start. */
export function startAll(engines, folder, model, rounds) {
  const program = new URL('start.mjs', import.meta.url).pathname
  const found = new Map(engines.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of engines) {
      const text = execFileSync(process.execPath, [program, name, folder, model], { encoding: 'utf8' })
      found.get(name).push(JSON.parse(text))
    }
  }
  return found
}
