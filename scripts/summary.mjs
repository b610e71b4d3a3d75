// Prints the closing line over all test runners: node scripts/summary.mjs VITEST.json PYTEST.xml
import { readFileSync } from 'node:fs'

const [vitestFile, pytestFile] = process.argv.slice(2)
const vitest = JSON.parse(readFileSync(vitestFile, 'utf8'))
const suite = readFileSync(pytestFile, 'utf8').match(/<testsuite [^>]*>/)[0]
const count = (name) => Number(suite.match(new RegExp(` ${name}="(\\d+)"`))[1])
const broken = count('failures') + count('errors')
const passed = vitest.numPassedTests + count('tests') - broken - count('skipped')
const failed = vitest.numFailedTests + broken
const skipped = vitest.numPendingTests + count('skipped')
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
