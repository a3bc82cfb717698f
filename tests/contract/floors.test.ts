import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/*
 * Versions below which a package has a published vulnerability that concerns us. The registry here refuses `npm audit`,
 * so the floors are written down; raise one when an advisory says so.
 */
const FLOORS: Record<string, string> = {
  next: '16.3.5',
  react: '19.2.6',
  'react-dom': '19.2.6',
  'next-auth': '4.24.15',
  nodemailer: '8.0.5',
  sharp: '0.35.0',
  yauzl: '3.4.0',
}
/** Replaced for good: unpatched in 2026. */
const REFUSED = ['adm-zip', 'extract-zip']

const versionOf = (name: string): string | null => {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : null
}
const isAtLeast = (version: string, floor: string): boolean => {
  const [a, b] = [version, floor].map((one) => one.split(/[.-]/).slice(0, 3).map(Number)) as [number[], number[]]
  const at = a.findIndex((part, index) => part !== b[index])
  return at === -1 || a[at]! > b[at]!
}

test.each(Object.entries(FLOORS))('%s is at least %s, or not there', (name, floor) => {
  const version = versionOf(name)
  expect(version === null || isAtLeast(version, floor), `${name} ${version}`).toBe(true)
})

test.each(REFUSED)('%s is not there', (name) => {
  expect(versionOf(name)).toBeNull()
})

test('the comparison knows older from newer', () => {
  expect([
    isAtLeast('16.4.6', '16.3.5'),
    isAtLeast('16.3.4', '16.3.5'),
    isAtLeast('9.0.0', '10.0.0'),
    isAtLeast('4.24.15', '4.24.15'),
  ]).toEqual([true, false, false, true])
})
