import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ALLOWED_PACKAGES, hasSubpath, installedManifest, splitSpecifier } from '@/lib/domains/evidence/packages'

const own = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

describe('the packages a project may use', () => {
  it.each([...ALLOWED_PACKAGES])(
    '%s is installed at the pinned version, and pinned by Devora itself',
    (name, { version }) => {
      expect(installedManifest(name)?.version).toBe(version)
      expect({ ...own.dependencies, ...own.devDependencies }[name]).toBe(version)
    },
  )
  it.each([
    ['next/link', true],
    ['next/font/local', true],
    ['next/links', false],
    ['next/../../etc/passwd', false],
    ['react/jsx-runtime', true],
    ['react/hooks', false],
    ['@supabase/ssr', true],
    ['recharts/charts', false],
    ['zod/v4', true],
    ['date-fns/locale', true],
    ['motion/react', true],
    ['radix-ui', true],
    ['recharts', true],
    ['@hookform/resolvers/zod', true],
  ])('%s can be imported: %s', (specifier, expected) => {
    const { name, subpath } = splitSpecifier(specifier)
    expect(hasSubpath(name, subpath)).toBe(expected)
  })
})
