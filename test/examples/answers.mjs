import { bad, expectSame, model, records } from './pima.mjs'

const json = { 'content-type': 'application/json' }

export async function post(url, body) {
  const response = await fetch(url, { method: 'POST', headers: json, body })
  return [response.status, await response.text()]
}

/** A server at this address answers what the model answers here, to the letter. */
export async function checkAnswers(url) {
  const batch = [...records, bad]
  const expected = JSON.stringify(await model.predictBatch(batch, { onInvalid: 'null' }))
  expectSame('a batch', await post(url, JSON.stringify(batch)), [200, expected])
  expectSame('a record', await post(url, JSON.stringify(records[0])), [
    200,
    JSON.stringify(await model.predict(records[0])),
  ])
  const { issues } = model.validate(bad)
  expectSame('a bad record', await post(url, JSON.stringify(bad)), [400, JSON.stringify({ issues })])
  expectSame('no JSON', (await post(url, '{'))[0], 400)
  expectSame('no POST', (await fetch(url)).status, 405)
}

/** The same of the Hono app, whose issues are those of a Standard Schema. */
export async function checkHono(url) {
  for (const record of records) {
    const expected = JSON.stringify(await model.predict(record))
    expectSame('a record', await post(url, JSON.stringify(record)), [200, expected])
  }
  const { issues } = model.input['~standard'].validate(bad)
  expectSame('a bad record', await post(url, JSON.stringify(bad)), [400, JSON.stringify({ issues })])
  expectSame('no record', (await post(url, '7'))[0], 400)
  expectSame('no JSON', (await post(url, '{'))[0], 400)
  const schema = await (await fetch(new URL('schema', url))).json()
  expectSame('the schema', Object.keys(schema.properties), Object.keys(records[0]))
}
