import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileContent, FileTree, Project, Version, VersionDiff } from '@/lib/domains/projects/contract'
import { attachReport } from '@/lib/domains/projects/internal/attach-report'
import type { Page } from '@/lib/http/page'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

let api: TestApi
let ana: Person
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
})
afterAll(() => api.close())

const put = (id: string, path: string, content: string, extra: object = {}) =>
  ana.send('PUT', `/projects/${id}/files/${path}`, { body: { content, ...extra } })
const read = async (id: string, path: string, version?: number) =>
  (await ana.send('GET', `/projects/${id}/files/${path}${version === undefined ? '' : `?version=${version}`}`))
    .body as FileContent
const tree = async (id: string) =>
  ((await ana.send('GET', `/projects/${id}/files`)).body as FileTree).items.map((item) => item.path)

describe('writing files', () => {
  it('starts at version 0, and each write is the next version', async () => {
    const project = await ana.project()
    expect(project).toMatchObject({ currentVersion: 0, status: null, description: null })
    expect(await tree(project.id)).toEqual([])
    const first = await put(project.id, 'app/page.tsx', 'one\n')
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({ number: 1, reason: 'edit', files: 1, status: null, runId: null })
    const second = await put(project.id, 'app/layout.tsx', 'two\n')
    expect(second.body).toMatchObject({ number: 2, files: 2 })
    expect(await read(project.id, 'app/page.tsx')).toMatchObject({ version: 2, content: 'one\n', size: 4 })
    expect(await tree(project.id)).toEqual(['app/layout.tsx', 'app/page.tsx'])
    expect(((await ana.send('GET', `/projects/${project.id}`)).body as Project).currentVersion).toBe(2)
  })

  it('keeps what was: an old version still reads as it did', async () => {
    const project = await ana.project({ files: [{ path: 'a.txt', content: 'before' }] })
    await put(project.id, 'a.txt', 'after')
    expect((await read(project.id, 'a.txt', 1)).content).toBe('before')
    expect((await read(project.id, 'a.txt', 2)).content).toBe('after')
    expect((await ana.send('GET', `/projects/${project.id}/files/a.txt?version=3`)).status).toBe(404)
  })

  it('answers the newest version when nothing would change', async () => {
    const project = await ana.project({ files: [{ path: 'a.txt', content: 'same' }] })
    const again = await put(project.id, 'a.txt', 'same')
    expect(again.body).toMatchObject({ number: 1, reason: 'create' })
    expect(((await ana.send('GET', `/projects/${project.id}`)).body as Project).currentVersion).toBe(1)
  })

  it('takes any file name that every file system takes', async () => {
    const project = await ana.project()
    for (const path of [
      'constructor',
      'toString/valueOf',
      'app/[id]/page.tsx',
      'mañana ☕ 100%.txt',
      '.env.example',
      'a+b&c=d;#.txt',
    ]) {
      const address = path.split('/').map(encodeURIComponent).join('/')
      expect((await put(project.id, address, `content of ${path}`)).status, path).toBe(200)
      expect(await read(project.id, address), path).toMatchObject({ path, content: `content of ${path}` })
    }
    expect(await tree(project.id)).toHaveLength(6)
  })

  it('deletes a file as a new version, and knows when there is none', async () => {
    const project = await ana.project({
      files: [
        { path: 'a.txt', content: 'a' },
        { path: 'b.txt', content: 'b' },
      ],
    })
    const deleted = await ana.send('DELETE', `/projects/${project.id}/files/a.txt`)
    expect(deleted.body).toMatchObject({ number: 2, reason: 'delete', files: 1 })
    expect(problemIn(await ana.send('DELETE', `/projects/${project.id}/files/a.txt`)).code).toBe('not_found')
    expect(await tree(project.id)).toEqual(['b.txt'])
    expect(((await ana.send('GET', `/projects/${project.id}`)).body as Project).currentVersion).toBe(2)
  })

  it('stores equal bytes once', async () => {
    const content = `only here ${Math.random()}`
    const count = () =>
      api.ctx.db.fileBlob.count({ where: { size: Buffer.byteLength(content), bytes: Buffer.from(content) } })
    await ana.project({
      files: [
        { path: 'a.txt', content },
        { path: 'b.txt', content },
      ],
    })
    await (await newPerson(api)).project({ files: [{ path: 'c.txt', content }] })
    expect(await count()).toBe(1)
  })
})

describe('writing at the same time', () => {
  it('loses nothing: twenty writers of different files all end up in the newest version', async () => {
    const project = await ana.project()
    const paths = Array.from({ length: 20 }, (_, n) => `file-${String(n).padStart(2, '0')}.txt`)
    const answers = await Promise.all(paths.map((path) => put(project.id, path, path)))
    expect(answers.map((answer) => answer.status)).toEqual(paths.map(() => 200))
    expect(answers.map((answer) => (answer.body as Version).number).sort((a, b) => a - b)).toEqual(
      paths.map((_, n) => n + 1),
    )
    expect(await tree(project.id)).toEqual(paths)
  })

  it('lets one of two writers who saw the same version win, and tells the other', async () => {
    const project = await ana.project({ files: [{ path: 'a.txt', content: 'base' }] })
    const answers = await Promise.all(
      ['left', 'right'].map((content) => put(project.id, 'a.txt', content, { baseVersion: 1 })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
    const winner = answers.findIndex((answer) => answer.status === 200)
    const problem = problemIn(answers[1 - winner]!)
    expect(problem).toMatchObject({
      code: 'version_conflict',
      invalidParams: [{ name: 'baseVersion', reason: 'The newest version is 2.' }],
    })
    expect((await read(project.id, 'a.txt')).content).toBe(['left', 'right'][winner])
    expect((await put(project.id, 'a.txt', 'base', { baseVersion: 1 })).status, 'also when nothing would change').toBe(
      409,
    )
  })
})

describe('restoring', () => {
  it('brings back all files as a new version', async () => {
    const project = await ana.project({
      files: [
        { path: 'a.txt', content: 'a1' },
        { path: 'b.txt', content: 'b1' },
      ],
    })
    await put(project.id, 'a.txt', 'a2')
    await put(project.id, 'c.txt', 'c3')
    const restored = await ana.send('POST', `/projects/${project.id}/versions/1/restore`, { body: {} })
    expect(restored.status).toBe(201)
    expect(restored.body).toMatchObject({ number: 4, reason: 'restore', files: 2 })
    expect(await tree(project.id)).toEqual(['a.txt', 'b.txt'])
    expect((await read(project.id, 'a.txt')).content).toBe('a1')
    const first = (await ana.send('GET', `/projects/${project.id}/versions/1`)).body as Version
    expect((restored.body as Version).manifestHash).toBe(first.manifestHash)
    expect((await ana.send('POST', `/projects/${project.id}/versions/2/restore`)).status, 'a body is not needed').toBe(
      201,
    )
  })

  it('brings back what was proven of the very same files', async () => {
    const { id } = await ana.project({ files: [{ path: 'a.txt', content: 'a1' }] })
    const { manifestHash } = (await ana.send('GET', `/projects/${id}/versions/1`)).body as Version
    const asked = { asks: 2, proven: 1, unproven: 1, failed: 0, notBuilt: 0, notUnderstood: 0 }
    const report = { report: 1, status: 'verified', manifest: manifestHash, checks: [] }
    await attachReport(api.ctx, { projectId: id, number: 1, manifestHash, status: 'verified', asked, report })
    await put(id, 'a.txt', 'a2')
    const restored = await ana.send('POST', `/projects/${id}/versions/1/restore`)
    expect(restored.body).toMatchObject({ number: 3, status: 'verified', asked })
    expect((await ana.send('GET', `/projects/${id}/report`)).body).toEqual(report)
    expect((await ana.send('GET', `/projects/${id}`)).body).toMatchObject({ status: 'verified', asked })
    // Of other files nothing is known.
    await put(id, 'b.txt', 'b')
    const one = await ana.send('POST', `/projects/${id}/versions/1/restore`, { body: { path: 'a.txt' } })
    expect(one.body).toMatchObject({ number: 5, status: null, asked: null })
  })

  it('brings back one file and leaves the others alone', async () => {
    const project = await ana.project({
      files: [
        { path: 'a.txt', content: 'a1' },
        { path: 'b.txt', content: 'b1' },
      ],
    })
    await put(project.id, 'a.txt', 'a2')
    await put(project.id, 'b.txt', 'b2')
    await ana.send('POST', `/projects/${project.id}/versions/1/restore`, { body: { path: 'a.txt' } })
    expect((await read(project.id, 'a.txt')).content).toBe('a1')
    expect((await read(project.id, 'b.txt')).content).toBe('b2')
    expect(
      (await ana.send('POST', `/projects/${project.id}/versions/1/restore`, { body: { path: 'none.txt' } })).status,
    ).toBe(404)
    expect((await ana.send('POST', `/projects/${project.id}/versions/9/restore`, { body: {} })).status).toBe(404)
  })

  it('refuses a file that clashes with what stands there now', async () => {
    const project = await ana.project({ files: [{ path: 'a', content: 'file' }] })
    await ana.send('DELETE', `/projects/${project.id}/files/a`)
    await put(project.id, 'a/b', 'now a folder')
    const problem = problemIn(
      await ana.send('POST', `/projects/${project.id}/versions/1/restore`, { body: { path: 'a' } }),
    )
    expect(problem).toMatchObject({ status: 422, code: 'invalid_input' })
  })
})

describe('diff', () => {
  const diff = async (id: string, number: number, from?: number) =>
    (await ana.send('GET', `/projects/${id}/versions/${number}/diff${from === undefined ? '' : `?from=${from}`}`))
      .body as VersionDiff

  it('names what was added, removed and modified', async () => {
    const project = await ana.project({
      files: [
        { path: 'a.txt', content: '1\n2\n3\n' },
        { path: 'gone.txt', content: 'x\n' },
        { path: 'same.txt', content: 's' },
      ],
    })
    await put(project.id, 'a.txt', '1\ntwo\n3\n')
    await ana.send('DELETE', `/projects/${project.id}/files/gone.txt`)
    await put(project.id, 'new.txt', 'n\n')
    const result = await diff(project.id, 4, 1)
    expect(result.files.map(({ path, change, added, removed }) => ({ path, change, added, removed }))).toEqual([
      { path: 'a.txt', change: 'modified', added: 1, removed: 1 },
      { path: 'gone.txt', change: 'removed', added: 0, removed: 1 },
      { path: 'new.txt', change: 'added', added: 1, removed: 0 },
    ])
    expect(result.files[0]!.patch).toBe('--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n')
    expect(result.files[1]!.patch).toContain('+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n')
    expect(
      (await diff(project.id, 4)).files.map((file) => file.path),
      'from the version before',
    ).toEqual(['new.txt'])
    expect(
      (await diff(project.id, 1)).files.map((file) => file.change),
      'version 1 from nothing',
    ).toEqual(['added', 'added', 'added'])
    expect((await diff(project.id, 1, 4)).files[0]!.patch, 'backwards too').toContain('-two\n+2\n')
    expect((await ana.send('GET', `/projects/${project.id}/versions/4/diff?from=9`)).status).toBe(404)
  })

  it('answers about files of megabytes that have nothing in common within seconds', async () => {
    const lines = (salt: string) => Array.from({ length: 60_000 }, (_, n) => `${salt} ${n * 7919}`).join('\n')
    const project = await ana.project({ files: [{ path: 'big.txt', content: lines('old') }] })
    await put(project.id, 'big.txt', lines('new'))
    const [file] = (await diff(project.id, 2)).files
    expect(file).toMatchObject({ path: 'big.txt', change: 'modified', added: 60_000, removed: 60_000 })
  })

  it('shows no text of files that are none', async () => {
    const project = await ana.project()
    const { writeVersion } = await import('@/lib/domains/projects/internal/write-version')
    await writeVersion(api.ctx, {
      projectId: project.id,
      files: new Map([['logo.png', new Uint8Array([137, 80, 78, 71, 0, 255])]]),
      reason: 'generate',
      summary: 'logo',
    })
    expect((await diff(project.id, 1)).files).toEqual([
      { path: 'logo.png', change: 'added', patch: null, added: 0, removed: 0 },
    ])
    expect(await read(project.id, 'logo.png')).toMatchObject({ content: null, size: 6 })
  })
})

describe('archive', () => {
  const archive = async (id: string, version?: number) => {
    const answer = await ana.send('GET', `/projects/${id}/archive${version === undefined ? '' : `?version=${version}`}`)
    return { answer, bytes: new Uint8Array(await answer.response.arrayBuffer()) }
  }

  it('holds exactly the files of the version, at the root, and the same bytes each time', async () => {
    const files = [
      { path: 'app/[id]/page.tsx', content: 'export default 1\n' },
      { path: 'ñandú.md', content: '# ñ\n' },
      { path: 'empty.txt', content: '' },
    ]
    const project = await ana.project({ name: 'Mi Café — 2!', files })
    await put(project.id, 'later.txt', 'later')
    const { answer, bytes } = await archive(project.id, 1)
    expect(answer.headers.get('content-type')).toBe('application/zip')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="mi-cafe-2-v1.zip"')
    const unzipped = Object.entries(unzipSync(bytes)).map(([path, content]) => ({
      path,
      content: Buffer.from(content).toString(),
    }))
    expect(unzipped).toEqual([...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))))
    expect((await archive(project.id, 1)).bytes).toEqual(bytes)
    expect(Object.keys(unzipSync((await archive(project.id)).bytes))).toContain('later.txt')
  })

  it('brings what runs the project on a laptop, where its package.json starts that and it has none of its own', async () => {
    const starts = { path: 'package.json', content: '{"scripts":{"dev":"node scripts/local-supabase.mjs next dev"}}' }
    const other = { path: 'package.json', content: '{"scripts":{"dev":"next dev"}}' }
    const own = { path: 'scripts/local-supabase.mjs', content: '// mine' }
    const held = async (files: { path: string; content: string }[]): Promise<string | undefined> => {
      const { bytes } = await archive((await ana.project({ files })).id)
      const script = unzipSync(bytes)['scripts/local-supabase.mjs']
      return script && Buffer.from(script).toString()
    }
    expect(await held([starts])).toContain('A local Supabase for this project')
    expect(await held([other])).toBeUndefined()
    expect(await held([starts, own])).toBe('// mine')
  })

  it('is a valid empty zip before anything was written', async () => {
    const project = await ana.project()
    const { answer, bytes } = await archive(project.id)
    expect(answer.status).toBe(200)
    expect(unzipSync(bytes)).toEqual({})
  })

  it('can be abandoned half way', async () => {
    const project = await ana.project({
      files: Array.from({ length: 20 }, (_, n) => ({ path: `${n}.txt`, content: `${n} `.repeat(50_000) })),
    })
    const { response } = await ana.send('GET', `/projects/${project.id}/archive`)
    const reader = response.body!.getReader()
    expect((await reader.read()).value!.byteLength).toBeGreaterThan(0)
    await reader.cancel()
    expect((await reader.read()).done).toBe(true)
    expect((await archive(project.id)).answer.status).toBe(200)
  })

  it('streams a project of many megabytes', async () => {
    const files = Array.from({ length: 40 }, (_, n) => ({ path: `data/${n}.txt`, content: `${n} `.repeat(100_000) }))
    const project = await ana.project({ files })
    const { bytes } = await archive(project.id)
    const unzipped = unzipSync(bytes)
    expect(Object.keys(unzipped)).toHaveLength(40)
    for (const { path, content } of files) expect(Buffer.from(unzipped[path]!).toString() === content, path).toBe(true)
  })
})

describe('lists', () => {
  it('pages through versions, newest first', async () => {
    const project = await ana.project()
    for (let n = 1; n <= 5; n++) await put(project.id, 'a.txt', String(n))
    const first = (await ana.send('GET', `/projects/${project.id}/versions?limit=2`)).body as Page<Version>
    expect(first.items.map((item) => item.number)).toEqual([5, 4])
    await put(project.id, 'a.txt', 'written while somebody reads')
    const second = (await ana.send('GET', `/projects/${project.id}/versions?limit=2&cursor=${first.nextCursor}`))
      .body as Page<Version>
    expect(second.items.map((item) => item.number)).toEqual([3, 2])
    const third = (await ana.send('GET', `/projects/${project.id}/versions?limit=2&cursor=${second.nextCursor}`))
      .body as Page<Version>
    expect(third).toMatchObject({ items: [{ number: 1 }], nextCursor: null })
  })
})
