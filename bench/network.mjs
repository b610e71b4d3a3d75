import { readFileSync, writeFileSync } from 'node:fs'
import { pack } from '../dist/pack.js'
import { readRows } from './rows.mjs'

const documentation = { description: null, unit: null }

function input(name) {
  const policy = {
    absent: 'error',
    null: 'error',
    nan: 'error',
    wrong_type: 'error',
    out_of_range: 'keep',
    infinite: 'error',
    beyond_float32: 'keep',
  }
  return {
    name,
    type: 'float64',
    ...documentation,
    example: null,
    owner: null,
    missing_text: [''],
    range: null,
    policy,
  }
}

/** A bundle of the float64 network, as an author in JavaScript writes it. */
export async function packNetwork(folder, model) {
  const { names } = readRows(folder, model, 1)
  const bytes = await pack({
    name: model,
    version: '1.0.0',
    schema: {
      unknown_keys: 'ignore',
      inputs: names.map(input),
      outputs: [{ name: 'value', type: 'float64', meaning: 'value', form: 'value', keys: null, ...documentation }],
    },
    graph: {
      nodes: [
        { id: 'x', op: 'concat', version: 1, inputs: names.map((name) => `input:${name}`), attrs: {} },
        {
          id: 'm',
          model: 'models/main.onnx',
          inputs: { X: 'x' },
          outputs: { y: { name: 'y', type: 'float64', width: 1 } },
        },
      ],
      features: [{ from: 'x', names }],
      outputs: { value: 'm.y' },
    },
    models: { 'models/main.onnx': readFileSync(`${folder}/${model}.double.onnx`) },
  })
  writeFileSync(`${folder}/${model}.mlbundle`, bytes)
}
