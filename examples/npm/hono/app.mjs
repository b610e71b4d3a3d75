// The same on Node, Deno, Bun and workerd: a record is validated by the model's own schema before the handler sees it.
import { sValidator } from '@hono/standard-validator'
import { Hono } from 'hono'
import { inputJsonSchema } from 'skewless'

export function appOf(model) {
  const record = sValidator('json', model.input, ({ success, error }, context) =>
    success ? undefined : context.json({ issues: error }, 400),
  )
  return new Hono()
    .get('/schema', (context) => context.json(inputJsonSchema(model.schema)))
    .post('/', record, async (context) => context.json(await model.predict(context.req.valid('json'))))
}
