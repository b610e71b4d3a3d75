import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

const peers = ['ort-node', 'ort-web', 'scikit-learn']

/** How many times faster than the peer. */
export function ratioOf(results, name) {
  return results.get(name).median / results.get('skewless').median
}

export function time(milliseconds) {
  if (milliseconds < 0.1) return `${(milliseconds * 1000).toPrecision(3)} us`
  return milliseconds < 1000 ? `${milliseconds.toPrecision(3)} ms` : `${(milliseconds / 1000).toPrecision(3)} s`
}

const figure = (x) => (x < 10 ? x.toPrecision(2) : x.toFixed(0))

function ratio(task, results, name) {
  const found = results.get(name)
  if (found === undefined) return ''
  const [goal, floor] = task.goals[name] ?? []
  const aim = goal === undefined ? '' : ` (${goal}${floor === goal ? '' : `, ${floor}`})`
  return `${figure(ratioOf(results, name))}x ±${Math.round(found.spread * 100)} %${aim}`
}

const line = (cells) => `| ${cells.join(' | ')} |`

export function tableOf(head, rows) {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export function batchTable(measured, head = true) {
  const rows = measured.map(({ task, results }) => {
    const { median, spread } = results.get('skewless')
    const own = `${time(median)} ±${Math.round(spread * 100)} %`
    return line([task.name, own, ...peers.map((name) => ratio(task, results, name))])
  })
  const header = [
    line(['work', 'Skewless', ...peers.map((name) => `times faster than ${name}`)]),
    line(Array(5).fill('---')),
  ]
  return [...(head ? header : []), ...rows].join('\n')
}

export function startTable(started, head = true) {
  const rows = started.map(({ task, results }) => {
    const { median, spread, memory } = results.get('skewless')
    const most = task.most === undefined ? '' : ` (at most ${task.most} ms)`
    const others = ['ort-node', 'ort-web'].map((name) => `${results.get(name).memory.toFixed(0)} MB`)
    return line([
      task.name,
      `${time(median)} ±${Math.round(spread * 100)} %${most}`,
      ratio(task, results, 'ort-node'),
      ratio(task, results, 'ort-web'),
      `${memory.toFixed(0)} MB (${task.memory.join(', ')})`,
      others.join(', '),
    ])
  })
  const header = [
    line(['work', 'Skewless', 'times faster than ort-node', 'than ort-web', 'memory above bare Node', 'theirs']),
    line(Array(6).fill('---')),
  ]
  return [...(head ? header : []), ...rows].join('\n')
}

/** Replaces what stands in docs/performance.md between the marks of a command. */
export function writeMeasured(command, body) {
  const file = new URL('../docs/performance.md', import.meta.url)
  const text = readFileSync(file, 'utf8')
  const [begin, end] = [`<!-- measured: ${command} -->`, '<!-- /measured -->']
  const from = text.indexOf(begin) + begin.length
  const to = text.indexOf(end, from)
  writeFileSync(file, `${text.slice(0, from)}\n\n${body}\n\n${text.slice(to)}`)
}

export function writeTables(measured, started, clock) {
  const how = `Node ${process.version}, ${cpus()[0].model}, ${clock === 'cpu' ? 'CPU' : 'wall'} time.`
  writeMeasured('node bench/run.mjs --write', [how, batchTable(measured), startTable(started)].join('\n\n'))
}
