import { bad, expectSame, model, overJson, records } from './pima.mjs'
import { inPage } from './page.mjs'

/** Types the text, submits it, and answers what the page shows then. */
async function submit(page, data) {
  await page.evaluate((text) => {
    document.querySelector('output').textContent = ''
    document.querySelector('textarea').value = text
  }, JSON.stringify(data))
  await page.click('button')
  await page.waitForFunction(() => document.querySelector('output').textContent !== '')
  return JSON.parse(await page.$eval('output', ({ textContent }) => textContent))
}

async function checkScores(page) {
  await page.waitForSelector('button:enabled')
  expectSame('a record', await submit(page, records[0]), overJson(await model.predict(records[0])))
  const batch = [...records, bad]
  const answers = await model.predictBatch(batch, { onInvalid: 'null' })
  expectSame('a batch', await submit(page, batch), overJson(answers))
  expectSame('a bad record', await submit(page, bad), overJson({ issues: model.validate(bad).issues }))
}

/** The page scores; then, without its server and by a service worker that begins anew, it is opened again and still scores. */
export const offline = () =>
  inPage('offline', async (page, stop) => {
    await checkScores(page)
    await stop()
    const gone = await fetch(page.url()).then(
      () => false,
      () => true,
    )
    expectSame('the server is gone', gone, true)
    const session = await page.createCDPSession()
    await session.send('ServiceWorker.enable')
    await session.send('ServiceWorker.stopAllWorkers')
    await page.reload()
    await checkScores(page)
  })
