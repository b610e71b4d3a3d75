import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { md5 } from '../src/text/md5.js'

const wanted = (text: string): number[] => [...createHash('md5').update(text, 'utf8').digest()]

test("MD5 as Node's OpenSSL has it, of every length up to four blocks", () => {
  for (const letter of ['x', 'é', '東', '😀']) {
    for (let length = 0; length <= 260; length++) {
      const text = letter.repeat(length)
      expect([letter, length, ...md5(text)]).toEqual([letter, length, ...wanted(text)])
    }
  }
})

test('MD5 of texts of every character', () => {
  let text = ''
  for (let point = 0; point <= 0x10ffff; point += 37) {
    if (point < 0xd800 || point > 0xdfff) text += String.fromCodePoint(point)
  }
  expect([...md5(text)]).toEqual(wanted(text))
})
