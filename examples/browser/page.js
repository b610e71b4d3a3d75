// A form with a field for each input of the bundle; the record is scored here, in the page.
import { BundleError } from 'skewless/core'
import { choicesOf, valueOf } from '../shared/fields.mjs'
import { open } from './dist/open.mjs' // which build.mjs makes for the bundle

const form = document.querySelector('form')
const button = form.querySelector('button')
const general = document.querySelector('#issues')
const outputs = document.querySelector('#outputs')

const model = await open(await fetch('model.mlbundle'))
const fields = model.schema.inputs.map(makeField)
document.querySelector('#fields').append(...fields.map(({ row }) => row))
form.addEventListener('submit', (event) => {
  event.preventDefault()
  score()
})
button.disabled = false

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

/** A control with its label and a place for its issues. Names may be any text, so the ids are numbers. */
function makeField(input, i) {
  const control = makeControl(input)
  control.id = `field-${i}`
  const issues = element('div', { id: `issues-${i}`, role: 'alert' })
  control.setAttribute('aria-describedby', issues.id)
  const name = input.unit === null ? input.name : `${input.name} (${input.unit})`
  const label = element('label', { htmlFor: control.id, title: input.description ?? '' }, name)
  return { input, control, issues, row: element('div', {}, label, control, issues) }
}

function makeControl(input) {
  const { example } = input
  const choices = choicesOf(input)
  if (choices) return element('select', {}, ...['', ...choices].map((value) => element('option', { value }, value)))
  return element('input', { autocomplete: 'off', placeholder: example === null ? '' : JSON.stringify(example) })
}

async function score() {
  const record = Object.fromEntries(
    fields.map((field) => [field.input.name, valueOf(field.input, field.control.value)]),
  )
  const flagged = []
  try {
    const said = await model.predict(record, { onIssue: (issue) => flagged.push(issue) })
    outputs.textContent = JSON.stringify(said, null, 2)
    show(flagged)
  } catch (error) {
    if (!(error instanceof BundleError) || error.code !== 'ERR_INPUT') throw error
    outputs.textContent = ''
    show(error.issues)
  }
}

/** Each issue beside its field; one that is of no field (a transform's) below the form. */
function show(issues) {
  for (const { input, control, issues: place } of fields) {
    const own = issues.filter(({ field }) => field === input.name)
    place.textContent = own.map(({ message }) => message).join('; ')
    control.setAttribute('aria-invalid', String(own.some(({ fatal }) => fatal)))
  }
  const others = issues.filter(({ field }) => !fields.some(({ input }) => input.name === field))
  general.replaceChildren(...others.map(({ field, message }) => element('li', {}, `${field}: ${message}`)))
}
