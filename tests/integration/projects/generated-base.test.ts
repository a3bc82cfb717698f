import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Json } from '@/lib/core/db/db'
import { readGenerated } from '@/lib/domains/projects/internal/read-manifest'
import { restoreVersion } from '@/lib/domains/projects/restore-version'
import { writeVersion } from '@/lib/domains/projects/internal/write-version'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/** What Devora itself last wrote is kept with every version: as it is written, and for those from before it was. */

let api: TestApi
let ana: Person
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
})
afterAll(() => api.close())

const ref = (name: string) => ({ sha256: name.padEnd(64, '0'), size: 1 })
const base = async (id: string, number: number): Promise<Record<string, string>> =>
  Object.fromEntries(
    [...(await readGenerated(api.ctx, id, number))].map(([path, { sha256 }]) => [path, sha256.replace(/0+$/, '')]),
  )
async function write(id: string, reason: 'generate' | 'edit', files: Record<string, string>, generated = files) {
  const refs = (given: Record<string, string>) => new Map(Object.entries(given).map(([path, n]) => [path, ref(n)]))
  const runId =
    reason === 'edit'
      ? undefined
      : await insertRun(api.ctx.db, { ownerId: ana.id, kind: 'generation', projectId: id, input: {} }, new Date())
  await writeVersion(api.ctx, {
    projectId: id,
    reason,
    summary: reason,
    edit: (newest) => ({ manifest: refs(files), generated: reason === 'edit' ? newest.generated : refs(generated) }),
    ...(runId === undefined ? {} : { runId }),
  })
  return runId
}

it('is carried on by edits and brought back by a restore', async () => {
  const { id } = await ana.project()
  await write(id, 'generate', { a: 'a1', b: 'b1' })
  await write(id, 'edit', { a: 'mine', b: 'b1' })
  expect(await base(id, 2)).toEqual({ a: 'a1', b: 'b1' })
  await write(id, 'generate', { a: 'mine', b: 'b2', c: 'c2' }, { a: 'a2', b: 'b2', c: 'c2' })
  await restoreVersion(api.ctx, ana.who, { id, number: 3, path: 'c' })
  await restoreVersion(api.ctx, ana.who, { id, number: 1, path: 'b' })
  expect(await base(id, 5)).toEqual({ a: 'a2', b: 'b2', c: 'c2' })
  expect((await readGenerated(api.ctx, id, 5)).get('b')?.restored).toEqual(ref('b1'))
  await restoreVersion(api.ctx, ana.who, { id, number: 2 })
  expect(await base(id, 6)).toEqual({ a: 'a1', b: 'b1' })
})

it('is told from what runs said they wrote, for versions from before it was kept', async () => {
  const { id } = await ana.project()
  const said = async (runId: string | undefined, files: Record<string, string>): Promise<void> => {
    const events = Object.entries(files).map(([path, name], at) => ({
      runId: runId!,
      seq: at + 1,
      type: 'file',
      data: { path, ...ref(name) } as Json,
    }))
    await api.ctx.db.runEvent.createMany({ data: events })
  }
  await said(await write(id, 'generate', { a: 'a1', b: 'b1', k: 'k1' }), { a: 'a1', b: 'b1', k: 'k1' })
  await write(id, 'edit', { a: 'mine', b: 'b1', k: 'k1', own: 'own' })
  // The person's `a` was merged into the second delivery, `k` was left as it was, `gone` they had taken out.
  await said(await write(id, 'generate', { a: 'mixed', b: 'b2', k: 'k1', own: 'own' }), {
    a: 'a2',
    b: 'b2',
    gone: 'g2',
  })
  await write(id, 'edit', { a: 'mixed', b: 'b2', k: 'mine', own: 'own' })
  await restoreVersion(api.ctx, ana.who, { id, number: 2 })
  const other = await ana.project({ files: [{ path: 'a', content: 'a' }] })
  await api.ctx.db.projectVersion.updateMany({ data: { generated: {} } })
  const file = new URL('../../../prisma/migrations/20261129070701_generated_base/migration.sql', import.meta.url)
  const [, ...statements] = (await readFile(fileURLToPath(file), 'utf8')).split(/;\n/)
  for (const sql of statements.filter((one) => one.trim() !== '')) await api.ctx.db.$executeRawUnsafe(sql)
  expect(await base(id, 1)).toEqual({ a: 'a1', b: 'b1', k: 'k1' })
  expect(await base(id, 2)).toEqual({ a: 'a1', b: 'b1', k: 'k1' })
  expect(await base(id, 3)).toEqual({ a: 'a2', b: 'b2', k: 'k1', gone: 'g2' })
  expect(await base(id, 4)).toEqual({ a: 'a2', b: 'b2', k: 'k1', gone: 'g2' })
  expect(await base(id, 5)).toEqual({ a: 'a1', b: 'b1', k: 'k1' })
  expect(await base(other.id, 1)).toEqual({})
})
