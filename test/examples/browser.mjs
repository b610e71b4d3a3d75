import { bad, expectSame, model, names, overJson, records } from './pima.mjs'
import { inPage } from './page.mjs'

/** Fills the form, submits it, and answers what stands there then. The text of a field comes in one go, as it is pasted. */
async function submit(page, record) {
  for (const [i, name] of names.entries()) {
    await page.$eval(`#field-${i}`, (field) => field.select())
    await page.keyboard.sendCharacter(String(record[name]))
  }
  await page.click('button')
  return page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const text = document.querySelector('#outputs').textContent
    const places = [...document.querySelectorAll('[id^=issues-]')]
    return { outputs: text === '' ? null : JSON.parse(text), issues: places.map(({ textContent }) => textContent) }
  })
}

/** A form with a field for each input: the record is scored in the page, and issues stand beside their fields. */
async function checkForm(page) {
  await page.waitForSelector('button:enabled')
  const labels = await page.$$eval('label', (all) => all.map(({ textContent }) => textContent.replace(/ \(.*/, '')))
  expectSame('the fields', labels, names)
  const none = names.map(() => '')
  const outputs = overJson(await model.predict(records[0]))
  expectSame('a good record', await submit(page, records[0]), { outputs, issues: none })
  const beside = new Map(model.validate(bad).issues.map(({ field, message }) => [field, message]))
  const issues = names.map((name) => beside.get(name) ?? '')
  expectSame('a bad record', await submit(page, bad), { outputs: null, issues })
  expectSame('a good record after it', await submit(page, records[0]), { outputs, issues: none })
}

export const browser = () => inPage('browser', checkForm)
export const react = () => inPage('npm/react', checkForm)
