// A form with a field for each input of the schema; the record is scored in the page as it is submitted.
import { useState } from 'react'
import { BundleError } from 'skewless'
import { choicesOf, valueOf } from '../../shared/fields.mjs'

function Field({ input, id, text, onText, issues }) {
  const choices = choicesOf(input)
  const shared = { id: `field-${id}`, value: text, 'aria-invalid': issues !== '', 'aria-describedby': `issues-${id}` }
  const change = ({ target }) => onText(target.value)
  return (
    <div>
      <label htmlFor={`field-${id}`} title={input.description ?? ''}>
        {input.unit === null ? input.name : `${input.name} (${input.unit})`}
      </label>
      {choices === null ? (
        <input {...shared} autoComplete="off" onChange={change} />
      ) : (
        <select {...shared} onChange={change}>
          {['', ...choices].map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
      <div id={`issues-${id}`} role="alert">
        {issues}
      </div>
    </div>
  )
}

export function ScoringForm({ model }) {
  const { inputs } = model.schema
  const [texts, setTexts] = useState(() => inputs.map(() => ''))
  const [{ outputs, issues }, setAnswer] = useState({ outputs: null, issues: [] })
  const submit = (event) => {
    event.preventDefault()
    const record = Object.fromEntries(inputs.map((input, i) => [input.name, valueOf(input, texts[i])]))
    const issues = []
    try {
      setAnswer({ outputs: model.predictSync(record, { onIssue: (issue) => issues.push(issue) }), issues })
    } catch (error) {
      if (!(error instanceof BundleError) || error.code !== 'ERR_INPUT') throw error
      setAnswer({ outputs: null, issues: error.issues })
    }
  }
  const messages = (name) => issues.filter(({ field }) => field === name).map(({ message }) => message)
  return (
    <form noValidate onSubmit={submit}>
      {inputs.map((input, i) => (
        <Field
          key={input.name}
          input={input}
          id={i}
          text={texts[i]}
          onText={(text) => setTexts(texts.with(i, text))}
          issues={messages(input.name).join('; ')}
        />
      ))}
      <button>Score</button>
      <pre id="outputs">{outputs && JSON.stringify(outputs, null, 2)}</pre>
    </form>
  )
}
