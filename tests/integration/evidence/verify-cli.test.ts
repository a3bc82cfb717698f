import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Report } from '@/lib/domains/evidence/contract'
import { fixtures } from './fixture-projects'
import { readFolder } from '@/lib/domains/evidence/read-folder'

/** `npm run verify` as it is typed: a process of its own, no server, its own Postgres. */

const home = mkdtempSync(join(tmpdir(), 'verify-cli-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const run = (...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/verify.mjs', ...args], {
      env: { ...process.env, DEVORA_HOME: join(home, 'devora'), INIT_CWD: process.cwd() },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })

const minimal = join(fixtures, 'bases', 'minimal')
const archive = join(home, 'minimal.zip')
const faulty = join(home, 'faulty')

beforeAll(async () => {
  const { files } = await readFolder(minimal)
  writeFileSync(archive, zipSync(Object.fromEntries([...files].map(([path, bytes]) => [`notes-main/${path}`, bytes]))))
  mkdirSync(join(faulty, 'app'), { recursive: true })
  writeFileSync(
    join(faulty, 'app', 'page.tsx'),
    "import x from 'nothing-like-this'\nexport default function Page() {\n  return <p>{x}</p>\n}\n",
  )
  writeFileSync(
    join(faulty, 'package.json'),
    '{ "dependencies": { "next": "16.4.6", "react": "19.3.1", "react-dom": "19.3.1" } }\n',
  )
  symlinkSync('/etc/passwd', join(faulty, 'app', 'passwords.ts'))
})

describe('npm run verify', () => {
  it('verifies a sound folder: status 0, a line per check, the matrix as a grid', { tags: ['deep'] }, async () => {
    const { code, stdout } = await run(minimal)
    expect(stdout).toMatch(/✓ parse[\s\S]*✓ access[\s\S]*notes +anon +owner[\s\S]*verified/)
    expect(code).toBe(0)
  })
  it('says the same about a zip file as about the folder, as JSON and nothing else', { tags: ['deep'] }, async () => {
    const [folder, zip] = await Promise.all([run(minimal, '--json'), run(archive, '--json')])
    const plain = (text: string): unknown => {
      const report = Report.parse(JSON.parse(text))
      return { ...report, checks: report.checks.map(({ ms: _ms, ...check }) => check) }
    }
    expect(plain(zip.stdout)).toEqual(plain(folder.stdout))
    expect([folder.code, zip.code]).toEqual([0, 0])
  })
  it('ends with 1 for an incomplete project, names file, line and rule, and never follows a link', async () => {
    const { code, stdout, stderr } = await run(faulty)
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /✗ imports[\s\S]*app\/page\.tsx:1:15 .*nothing-like-this.*\(unknown-package\)[\s\S]*incomplete: /,
    )
    expect(stderr).toMatch(/app\/passwords\.ts: a symbolic link, not followed/)
    expect(stdout).not.toMatch(/root:/)
  })
  it.each([[['/nothing/here']]])('ends with 2 when it cannot run: %j', endsWith2)
  it.each([[[minimal, '--wrong']], [[minimal, '--only', 'magic']], [[]], [[join(minimal, 'package.json')]]])(
    'ends with 2 when it cannot run: %j',
    { tags: ['deep'] },
    endsWith2,
  )
  async function endsWith2(args: string[]): Promise<void> {
    const { code, stderr, stdout } = await run(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error .+/)
  }
  it('runs only what was asked for, and then never calls the project verified', async () => {
    const { code, stdout } = await run(minimal, '--json', '--only', 'parse,secrets')
    const report = Report.parse(JSON.parse(stdout))
    expect(report.checks.filter(({ status }) => status === 'passed').map(({ check }) => check)).toEqual([
      'parse',
      'secrets',
    ])
    expect([code, report.status]).toEqual([1, 'incomplete'])
  })
})
