import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sandboxProblem, runSandboxed } from '@/lib/domains/evidence/compile/sandbox'

/** What runs in the sandbox of a build sees nothing of ours. Whole hostile builds: tests/deep. */

const own = mkdtempSync(join(tmpdir(), 'hostile-build-'))
afterAll(() => rmSync(own, { recursive: true, force: true }))
const problem = await sandboxProblem()
const bounds = { wallMs: 20_000, memoryMb: 2048, totalMb: 1024 }

describe.runIf(problem === null)('a hostile build', () => {
  it('reads no file of ours and writes nothing outside', async () => {
    const secret = join(own, 'secret')
    writeFileSync(secret, 'canary')
    const inside = `const fs = require('node:fs')
      const said = ${JSON.stringify([secret, join(process.cwd(), 'package.json'), '/etc/shadow'])}.map((path) => {
        try { return 'LEAK ' + fs.readFileSync(path, 'utf8') } catch (error) { return error.code }
      })
      for (const path of ['/usr/x', 'node_modules/x', ${JSON.stringify(join(own, 'x'))}])
        try { fs.writeFileSync(path, ''); said.push('LEAK ' + path) } catch (error) { said.push(error.code) }
      console.log(said.join(' '))`
    const { stdout } = await runSandboxed(new Map(), ['-e', inside], {
      ...bounds,
      signal: new AbortController().signal,
    })
    expect(stdout).toMatch(/^(?:E[A-Z]+ ?){6}\s*$/)
  })
  it('ends when it is cancelled', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('enough')), 300)
    const running = runSandboxed(new Map(), ['-e', 'setInterval(() => {}, 1e6)'], { ...bounds, signal: stop.signal })
    await expect(running).rejects.toThrow('enough')
  })
})
