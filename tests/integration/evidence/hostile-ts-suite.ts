import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CheckName, Report } from '@/lib/domains/evidence/contract'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { hostileProjects } from '../../fixtures/hostile-ts/projects'
import { readFixture } from './fixture-projects'

/** Each hostile project is contained in time and memory, sees nothing outside, and leaves the verifier healthy. */

const CHECKS: CheckName[] = ['parse', 'imports', 'types', 'lint', 'contract', 'secrets']
/** Shorter than the product's 20 s, for the same proof in less time; long enough for a busy machine. */
const WALL_MS = 8000
const SECRET = 'canary-7f3a91'
// A folder of our own for temporary files, so that what is left behind is ours.
const own = mkdtempSync(join(tmpdir(), 'hostile-'))
process.env.TMPDIR = own
const outside = mkdtempSync(join(own, 'outside-'))
writeFileSync(
  join(outside, 'secret.ts'),
  `export const secret = '${SECRET}' as const\ndeclare global { var leaked: '${SECRET}' }\n`,
)
writeFileSync(join(outside, 'secret.json'), JSON.stringify({ secret: SECRET }))
writeFileSync(join(outside, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: false, target: SECRET } }))
const bytes = (files: Record<string, string | Uint8Array>): Map<string, Uint8Array> =>
  new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? Buffer.from(content) : content,
    ]),
  )
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('devora-lint-'))

/** '' among the rules: what is reported does not matter, only that it was contained. */
function verdict(found: string[], rules: string[]): string {
  if (rules.includes('')) return 'as expected'
  const told = found.filter((rule) => rules.length === 0 || rules.includes(rule))
  const isRight =
    rules.length === 0
      ? told.every((rule) => rule === 'vendored-files' || rule === 'missing-root-layout')
      : told.length > 0
  return isRight ? 'as expected' : `reported ${found.join(', ') || 'nothing'}`
}

/**
 * Whether the verifier is still well is asked after every so many; one that was hurt stays so, and the last one is
 * always among them.
 */
const HEALTH_EVERY = 5
const projects = (isPicked: (name: string) => boolean) =>
  hostileProjects(outside)
    .filter(({ name }) => isPicked(name))
    .map((project, at, all) => ({
      ...project,
      isChecked: (all.length - 1 - at) % HEALTH_EVERY === 0,
    }))

/** @param isPicked which of them: the everyday suite keeps one of each kind, the deep one runs all. */
export function hostileProjectsSuite(isPicked: (name: string) => boolean): void {
  describe('hostile projects', () => {
    afterAll(() => rmSync(own, { recursive: true, force: true }))
    it.each(projects(isPicked))('$name', async ({ files, rules, isChecked }) => {
      const report: Report = await verifyProject(bytes(files), { only: CHECKS, wallMs: WALL_MS })
      for (const { check, status, findings } of report.checks)
        expect(`${check} ${status} ${status === 'error' ? JSON.stringify(findings) : ''}`).not.toMatch(/ error /)
      const found = report.checks.flatMap(({ findings }) => findings.map(({ rule }) => rule ?? ''))
      expect(verdict(found, rules)).toBe('as expected')
      expect(JSON.stringify(report)).not.toContain(SECRET)
      expect(JSON.stringify(report)).not.toMatch(/root:x:|__project__/)
      expect(leftovers()).toEqual([])
      if (!isChecked) return
      // Healthy afterwards: a sound project is found sound, a faulty one faulty.
      const sound = await readFixture('correct', 'ts-minimal', { base: 'minimal' })
      const after = await verifyProject(sound, { only: ['parse', 'types', 'contract'] })
      expect(after.checks.filter(({ status }) => status === 'passed').map(({ check }) => check)).toEqual([
        'parse',
        'types',
        'contract',
      ])
    })
  })
}
