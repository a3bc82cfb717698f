import { appendFileSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEPT_LOGS, keepRotated, logLines, MAX_LOG_BYTES, rotate } from '../../../scripts/launch/logs.mjs'

const MONDAY = Date.UTC(2026, 10, 30, 23, 59)
const TUESDAY = MONDAY + 120_000
let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'devora-logs-'))
  file = join(folder, 'web.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a log that somebody is writing', () => {
  it('is set aside when it is too large, and the writer goes on at a new beginning', () => {
    const writer = openSync(file, 'a')
    writeSync(writer, Buffer.alloc(MAX_LOG_BYTES + 1, 'x'))
    expect(rotate(file, { now: MONDAY, day: '2026-11-30' })).toBe(true)
    writeSync(writer, 'after\n')
    closeSync(writer)
    expect(readFileSync(file, 'utf8')).toBe('after\n')
    expect(readFileSync(`${file}.1`).byteLength).toBe(MAX_LOG_BYTES + 1)
  })

  it('is set aside on the next day, however small', () => {
    appendFileSync(file, 'monday\n')
    expect(rotate(file, { now: MONDAY, day: '2026-11-30' })).toBe(false)
    expect(rotate(file, { now: TUESDAY, day: '2026-11-30' })).toBe(true)
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8')]).toEqual(['', 'monday\n'])
  })

  it('leaves seven of the old ones', () => {
    for (let n = 0; n < KEPT_LOGS + 3; n++) {
      appendFileSync(file, `day ${n}\n`)
      rotate(file, { now: TUESDAY, day: '2026-11-30' })
    }
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('day 9\n')
    expect(readFileSync(`${file}.${KEPT_LOGS}`, 'utf8')).toBe('day 3\n')
    expect(existsSync(`${file}.${KEPT_LOGS + 1}`)).toBe(false)
  })

  it('that was begun on an earlier day is set aside at the start', () => {
    appendFileSync(file, 'of an earlier start\n')
    const stop = keepRotated(file, () => Date.now() + 2 * 24 * 60 * 60 * 1_000)
    stop()
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('of an earlier start\n')
  })
})

it('the start script writes what it says with the time and without colours', () => {
  logLines(file, '\u001B[32m✓\u001B[0m Starting Postgres\n')
  logLines(file, '\n')
  expect(readFileSync(file, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z ✓ Starting Postgres\n$/)
})
