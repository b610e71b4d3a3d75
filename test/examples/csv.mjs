import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectSame, model, names, overJson, records } from './pima.mjs'
import { inPage } from './page.mjs'

const screenshot = new URL('../../docs/csv-page.png', import.meta.url).pathname

/** Chooses the file, waits for its scores, and answers them with what the page says; `drop` has it dropped instead. */
async function scoresOf(page, file, drop) {
  const input = await page.$('input')
  await page.evaluate(() => (document.querySelector('a').hidden = true))
  if (drop === undefined) await input.uploadFile(file)
  else {
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text], 'rows.csv'))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }, drop)
  }
  await page.waitForSelector('a:not([hidden])')
  return page.evaluate(async () => ({
    status: document.querySelector('output').textContent.replace(/, [\d.]+ s$/, ''),
    progress: document.querySelector('progress').value,
    shown: globalThis.progressShown.splice(0),
  }))
}

/** The scores as the worker made them, caught where the page makes a link of them. */
const caught = (page) => page.evaluate(() => globalThis.scores.text())

const csvOf = (rows) => [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))].join('\n')

/** With SCREENSHOT=1 the picture in the docs is taken anew. */
export const csv = () =>
  inPage('csv', async (page) => {
    const folder = mkdtempSync(join(tmpdir(), 'skewless-csv-'))
    try {
      await page.evaluate(() => {
        globalThis.progressShown = []
        new MutationObserver(() => globalThis.progressShown.push(document.querySelector('progress').value)).observe(
          document.querySelector('output'),
          { childList: true },
        )
        const make = URL.createObjectURL
        URL.createObjectURL = (blob) => make((globalThis.scores = blob))
      })
      const rows = Array.from({ length: 20_000 }, (_, i) => ({ ...records[i % records.length], Age: 21 + (i % 60) }))
      rows[1234].Age = 'old'
      const { outputs } = await model.predictBatch(rows, { onInvalid: 'null' })
      const file = join(folder, 'rows.csv')
      writeFileSync(file, csvOf(rows))
      const { status, progress, shown } = await scoresOf(page, file)
      expectSame('what the page says', [status, progress], ['20000 rows, 1 refused', 1])
      if (!shown.some((value) => value > 0 && value < 1)) throw new Error(`no progress was shown: ${shown}`)
      const lines = (await caught(page)).trimEnd().split('\n')
      expectSame(
        'the scores',
        lines.map((line) => JSON.parse(line)),
        overJson(outputs),
      )
      if (process.env.SCREENSHOT === '1') {
        await page.setViewport({ width: 720, height: 330 })
        await page.screenshot({ path: screenshot })
      }
      const dropped = await scoresOf(page, file, csvOf(rows.slice(0, 3)))
      expectSame('what the page says of a dropped file', dropped.status, '3 rows, 0 refused')
      const empty = await scoresOf(page, file, '')
      expectSame('what the page says of an empty file', empty.status, '0 rows, 0 refused')
      if (statSync(screenshot).size > 60_000) throw new Error('the screenshot is larger than 60 kB')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
