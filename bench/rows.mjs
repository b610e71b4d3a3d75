import { readFileSync } from 'node:fs'

/** The rows of a model's file in the forms that engines take; a batch of more repeats them. */
export function readRows(folder, model, count) {
  const stored = JSON.parse(readFileSync(`${folder}/${model}.rows.json`, 'utf8'))
  const names = Object.keys(stored)
  const columns = {}
  for (const name of names) {
    const values = stored[name]
    const repeated = Array.from({ length: count }, (_, row) => values[row % values.length])
    columns[name] = typeof values[0] === 'string' ? repeated : Float64Array.from(repeated, (x) => x ?? NaN)
  }
  const records = Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, stored[name][row % stored[name].length]])),
  )
  return { names, columns, records }
}

/** The same as ONNX Runtime takes them: float32 numbers, then texts. */
export function tensorsOf({ Tensor }, { names, columns, records }, session) {
  const texts = names.filter((name) => Array.isArray(columns[name]))
  const numbers = names.filter((name) => !texts.includes(name))
  const feed = (from, to) => {
    const cells = new Float32Array((to - from) * numbers.length)
    const words = []
    for (let row = from, i = 0; row < to; row++) {
      const record = records[row]
      for (let j = 0; j < numbers.length; j++) cells[i++] = record[numbers[j]] ?? NaN
      for (let j = 0; j < texts.length; j++) words.push(record[texts[j]])
    }
    const tensors = []
    if (numbers.length > 0) tensors.push(new Tensor('float32', cells, [to - from, numbers.length]))
    if (texts.length > 0) tensors.push(new Tensor('string', words, [to - from, texts.length]))
    return Object.fromEntries(tensors.map((tensor, i) => [session.inputNames[i], tensor]))
  }
  return feed
}
