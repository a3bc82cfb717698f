import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOfBuild } from '../../../scripts/launch/build.mjs'
import { identify, keepRunning, pauseAfter } from '../../../scripts/launch/processes.mjs'
import { endChildren, runChild } from '../../../scripts/launch/run-child.mjs'

describe('the pause before a restart', () => {
  const died = { isReady: false, livedMs: 800 }
  it('grows for a process that dies at its start, to ten seconds', () => {
    const pauses: number[] = []
    for (let n = 0; n < 6; n++) pauses.push(pauseAfter(pauses.at(-1) ?? 0, died))
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  })
  it('is one second for a process that had served, however often it was killed', () => {
    for (const livedMs of [500, 40_000])
      for (const pause of [0, 1_000, 10_000]) expect(pauseAfter(pause, { isReady: true, livedMs })).toBe(1_000)
    expect(pauseAfter(10_000, { isReady: false, livedMs: 40_000 })).toBe(1_000)
  })
})

describe('a process that is kept running', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devora-kept-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const keep = (script: string, pauses: number[]) =>
    keepRunning({
      home: folder,
      name: 'part',
      args: ['-e', script],
      env: process.env,
      log: join(folder, 'part.log'),
      patience: 1_000,
      onDeath: (_reason, pause) => pauses.push(pause),
    })

  it('is back after a second, however often it is killed, once it has said that it serves', async () => {
    const pauses: number[] = []
    const served = join(folder, 'served')
    // It says so a moment after it began, and leaves its number where it is found then.
    const script = `process.send('devora: ready', () =>
      setTimeout(() => require('node:fs').writeFileSync(${JSON.stringify(served)}, String(process.pid)), 100))
      setInterval(() => {}, 1000)`
    const part = keep(script, pauses)
    let last = ''
    const next = (): string => (existsSync(served) ? readFileSync(served, 'utf8') : '')
    for (let kill = 1; kill <= 3; kill++) {
      await expect.poll(() => next() !== '' && next() !== last).toBe(true)
      last = next()
      process.kill(Number(last), 'SIGKILL')
      await expect.poll(() => pauses.length).toBe(kill)
    }
    await part.stop()
    expect(pauses).toEqual([1_000, 1_000, 1_000])
  })

  it('waits longer each time when it dies at its start', async () => {
    const pauses: number[] = []
    const part = keep('process.exit(3)', pauses)
    await expect.poll(() => pauses.length).toBe(2)
    await part.stop()
    expect(pauses).toEqual([1_000, 2_000])
  })
})

describe('a build', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'devora-build-'))
    for (const [name, content] of [
      ['BUILD_ID', 'one'],
      ['page.js', 'export const page = 1'],
      ['page.html', '<p>'],
      ['trace', 'x'],
    ] as const)
      writeFileSync(join(folder, name), content)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is known to be damaged when a file is gone, cut or changed', () => {
    const whole = hashOfBuild(folder)
    const damage = [
      () => rmSync(join(folder, 'page.js')),
      () => writeFileSync(join(folder, 'page.js'), 'export const'),
      () => writeFileSync(join(folder, 'page.js'), ''),
      () => rmSync(join(folder, 'page.html')),
      () => writeFileSync(join(folder, 'page.html'), ''),
    ]
    for (const harm of damage) {
      harm()
      expect(hashOfBuild(folder)).not.toBe(whole)
      writeFileSync(join(folder, 'page.js'), 'export const page = 1')
      writeFileSync(join(folder, 'page.html'), '<p>')
      expect(hashOfBuild(folder)).toBe(whole)
    }
  })
  it('is whole when the server has written a page anew, and when others wrote beside it', () => {
    const whole = hashOfBuild(folder)
    writeFileSync(join(folder, 'page.html'), '<p>of another day')
    writeFileSync(join(folder, 'trace'), 'y')
    expect(hashOfBuild(folder)).toBe(whole)
  })
})

describe('a tool that the start script runs', () => {
  it('is ended with everything it started, also what does not listen', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'devora-tool-'))
    const file = join(folder, 'pids')
    const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}])
      const pids = () => process.pid + ' ' + child.pid
      child.once('spawn', () => require('node:fs').writeFileSync(${JSON.stringify(file)}, pids()))
      ${deaf}`
    const ended = runChild(process.execPath, ['-e', script], {})
    const read = (): string => {
      try {
        return readFileSync(file, 'utf8')
      } catch {
        return ''
      }
    }
    await expect.poll(read).toMatch(/^\d+ \d+$/)
    const pids = read().split(' ').map(Number)
    expect(pids.map((pid) => identify(pid) === null)).toEqual([false, false])
    await endChildren()
    await ended
    expect(pids.map((pid) => identify(pid) === null)).toEqual([true, true])
    await expect(runChild(process.execPath, ['-e', ''], {})).rejects.toThrow('stopped')
    rmSync(folder, { recursive: true })
  })
})
