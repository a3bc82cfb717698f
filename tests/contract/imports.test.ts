import { describe, expect, it } from 'vitest'
import { importComplaints } from '../support/import-rules'
import { sourceTree } from '../support/source-tree'

describe('who may import whom', () => {
  it('is kept by every file of app, components and lib', () => {
    expect(importComplaints(sourceTree())).toEqual([])
  })
})

/** A small house in which everything is in order; each case below breaks one thing in it. */
const house: Record<string, string> = {
  'app/page.tsx': `import { Card } from '@/components/projects/card'\nimport { pageContext } from '@/lib/web'\nimport { listProjects } from '@/lib/domains/projects/list-projects'\nexport default async () => <Card of={await listProjects(await pageContext())} />`,
  'components/ui/button.tsx': `import { cn } from '@/lib/core/cn'\nexport const Button = () => cn('a')`,
  'components/accounts/name.tsx': `export const Name = () => null`,
  'components/projects/card.tsx': `import type { Project } from '@/lib/domains/projects/contract'\nimport { Name } from '../accounts/name'\nimport { Button } from '../ui/button'\nexport const Card = (p: { of: Project[] }) => [Button, Name, p]`,
  'lib/core/cn.ts': `export const cn = (a: string) => a`,
  'lib/core/crypto.ts': `import { createHash } from 'node:crypto'\nexport const sha = () => createHash('sha256')`,
  'lib/core/env.ts': `export const env = () => process.env`,
  'lib/core/db/db.ts': `import { PrismaClient } from './generated/client'\nexport const db = () => new PrismaClient()`,
  'lib/http/endpoint.ts': `export const endpoint = <T,>(e: T) => e`,
  'lib/http/client.ts': `export const call = () => fetch('/')`,
  'lib/engine/define.ts': `export const defineRun = () => 1`,
  'lib/integrations/mail/port.ts': `export type Mail = { send(): void }`,
  'lib/integrations/mail/smtp.ts': `import smtp from 'smtp-client'\nimport type { Mail } from './port'\nexport const mail = (): Mail => smtp()`,
  'lib/context.ts': `import { db } from './core/db/db'\nimport { mail } from './integrations/mail/smtp'\nexport type Ctx = { db: ReturnType<typeof db> }\nexport const createContext = () => ({ db: db(), mail: mail() })`,
  'lib/domains/accounts/contract.ts': `import { endpoint } from '../../http/endpoint'\nexport const me = endpoint({ id: 'me' })`,
  'lib/domains/accounts/store.ts': `import { Prisma } from '../../core/db/generated/client'\nexport const sql = Prisma`,
  'lib/domains/accounts/current-user.ts': `import type { Ctx } from '../../context'\nimport { sql } from './store'\nexport const currentUser = (ctx: Ctx) => [ctx, sql]`,
  'lib/domains/projects/contract.ts': `import { endpoint } from '../../http/endpoint'\nexport type Project = { id: string }\nexport const list = endpoint({ id: 'list' })`,
  'lib/domains/projects/list-projects.ts': `import { currentUser } from '../accounts/current-user'\nimport type { Mail } from '../../integrations/mail/port'\nexport const listProjects = (x: unknown, m?: Mail) => [currentUser, x, m]`,
  'lib/web.ts': `import 'server-only'\nimport { createContext } from './context'\nexport const pageContext = () => createContext()`,
}

const complaints = (changes: Record<string, string>): string[] =>
  importComplaints(new Map(Object.entries({ ...house, ...changes })))

describe('the rules themselves', () => {
  it('find nothing in a house that is in order', () => {
    expect(complaints({})).toEqual([])
  })

  const cases: [what: string, path: string, source: string, complaint: RegExp][] = [
    [
      'a page that asks the database',
      'app/x.tsx',
      `import { sql } from '@/lib/domains/accounts/store'`,
      /may not import .*store/,
    ],
    [
      'a page that reaches into a sub-folder of a domain',
      'app/x.tsx',
      `import '@/lib/domains/projects/deep/inner'`,
      /may not import .*inner/,
    ],
    [
      'a page that wires by itself',
      'app/x.tsx',
      `import { createContext } from '@/lib/context'`,
      /may not import lib\/context/,
    ],
    [
      'a primitive that knows a domain',
      'components/ui/x.tsx',
      `import { list } from '@/lib/domains/projects/contract'`,
      /may not import/,
    ],
    [
      'a primitive that knows the API',
      'components/ui/x.tsx',
      `import { call } from '@/lib/http/client'`,
      /may not import/,
    ],
    [
      'a component that calls a use case',
      'components/projects/x.tsx',
      `import { listProjects } from '@/lib/domains/projects/list-projects'`,
      /may not import/,
    ],
    [
      'a component that imports a later one',
      'components/accounts/x.tsx',
      `import { Card } from '../projects/card'`,
      /may not import/,
    ],
    [
      'a component that brings node:crypto to the browser',
      'components/projects/x.tsx',
      `import { sha } from '@/lib/core/crypto'`,
      /not for browsers: node:crypto/,
    ],
    [
      'a component that loads the schemas of a contract',
      'components/projects/x.tsx',
      `import { list } from '@/lib/domains/projects/contract'`,
      /may not import/,
    ],
    [
      'a contract that brings node:crypto to the browser',
      'lib/domains/projects/contract.ts',
      `import { sha } from '../../core/crypto'\nexport type Project = typeof sha`,
      /must work in a browser/,
    ],
    [
      'an earlier domain that imports a later one',
      'lib/domains/accounts/x.ts',
      `import { list } from '../projects/contract'`,
      /may not import/,
    ],
    [
      'the policy of another domain',
      'lib/domains/projects/x.ts',
      `import { may } from '../accounts/policy'`,
      /may not import .*policy/,
    ],
    [
      'a domain without a place in the order',
      'lib/domains/misfits/x.ts',
      `export const x = 1`,
      /no place in the order/,
    ],
    [
      'a domain that uses a vendor instead of the port',
      'lib/domains/projects/x.ts',
      `import { mail } from '../../integrations/mail/smtp'`,
      /may not import/,
    ],
    [
      'a vendor SDK outside its integration',
      'lib/domains/projects/x.ts',
      `import smtp from 'smtp-client'`,
      /belongs to integrations\/mail/,
    ],
    [
      'more than the type of the context',
      'lib/domains/projects/x.ts',
      `import { createContext } from '../../context'`,
      /may not import lib\/context/,
    ],
    [
      'an engine that knows the business',
      'lib/engine/x.ts',
      `import { currentUser } from '../domains/accounts/current-user'`,
      /may not import/,
    ],
    [
      'core that imports a floor above',
      'lib/core/x.ts',
      `import { endpoint } from '../http/endpoint'`,
      /may not import/,
    ],
    [
      'an import hidden in import()',
      'lib/core/x.ts',
      `export const x = () => import('../http/endpoint')`,
      /may not import/,
    ],
    [
      'an import hidden in a re-export',
      'lib/core/x.ts',
      `export { endpoint } from '../http/endpoint'\nexport const x = 1`,
      /may not import/,
    ],
    [
      'the generated client outside store.ts',
      'lib/domains/projects/x.ts',
      `import { Prisma } from '../../core/db/generated/client'`,
      /generated Prisma client/,
    ],
    [
      'Next below the pages',
      'lib/domains/projects/x.ts',
      `import { headers } from 'next/headers'`,
      /may not import "next\/headers"/,
    ],
    ['React below the pages', 'lib/core/x.ts', `import { useState } from 'react'`, /may not import "react"/],
    ['server-only elsewhere', 'lib/domains/projects/x.ts', `import 'server-only'`, /server-only/],
    ['process.env elsewhere', 'lib/domains/projects/x.ts', `export const home = process.env.HOME`, /process\.env/],
    [
      'process.env by another spelling',
      'components/ui/x.tsx',
      `export const home = process['env'].HOME`,
      /process\.env/,
    ],
    ['process taken apart', 'lib/core/x.ts', `const { env } = process\nexport const home = env.HOME`, /process\.env/],
    [
      'a barrel',
      'lib/domains/projects/all.ts',
      `export * from './contract'\nexport * from './list-projects'`,
      /barrel/,
    ],
    ['a name that says nothing', 'lib/core/utils.ts', `export const x = 1`, /name that says nothing/],
    ['a file without a floor', 'lib/wiring.ts', `export const x = 1`, /no place in the house/],
    ['an import that leads nowhere', 'lib/core/x.ts', `import { gone } from './gone'`, /leads nowhere/],
  ]
  const targets = {
    'lib/domains/projects/deep/inner.ts': `export const inner = 1`,
    'lib/domains/projects/internal/inner.ts': `export const inner = 1`,
    'lib/domains/accounts/internal/key.ts': `export const key = 1`,
    'lib/domains/accounts/policy.ts': `export const may = true`,
  }
  it.each(cases)('refuse %s', (_, path, source, complaint) => {
    const found = complaints({ ...targets, [path]: source })
    expect(found.filter((line) => line.startsWith(path))).toEqual([expect.stringMatching(complaint)])
  })

  it.each([
    ['values', `import { a } from './a'\nexport const b = () => a`],
    ['types', `import type { a } from './a'\nexport const b = (x: typeof a) => x`],
  ])('refuse a circle of %s', (_, back) => {
    const there = `import { b } from './b'\nexport const a = () => b`
    expect(complaints({ 'lib/core/a.ts': there, 'lib/core/b.ts': back })).toEqual([
      expect.stringMatching(/circle of imports: lib\/core\/a.ts → lib\/core\/b.ts/),
    ])
  })

  it('let a named domain call what trusts its caller, and a page what an edit does', () => {
    const changes = {
      'lib/domains/accounts/internal/key.ts': `export const key = 1`,
      'lib/domains/projects/open.ts': `import { key } from '../accounts/internal/key'\nexport const open = key`,
      'lib/domains/projects/edit/rename.ts': `export const rename = 1`,
      'components/projects/x.tsx': `import { rename } from '@/lib/domains/projects/edit/rename'\nexport const x = rename`,
    }
    expect(complaints(changes)).toEqual([])
  })

  it('are not misled by generated code in strings and comments', () => {
    const source = `// import x from 'react'\nexport const page = \`import { cookies } from 'next/headers'\\nprocess.env.HOME\``
    expect(complaints({ 'lib/domains/projects/write-page.ts': source })).toEqual([])
  })
})
