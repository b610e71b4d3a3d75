const { readFileSync } = require('node:fs')
const { load } = require('skewless')

// Written for other fixtures as a module.
const bundle = readFileSync('bundle.js', 'utf8').split("'")[1]
load(Buffer.from(bundle, 'base64')).then(async (model) => {
  const { ok, digest } = await model.test()
  console.log(JSON.stringify({ ok, digest, refused: model.validate({}).ok === false }))
})
