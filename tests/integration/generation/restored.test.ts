import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../../support/api'
import { begin, benchOf, startWorker } from '../../support/generation'
import { newPerson, type Person } from '../../support/people'
import type { WorkerProcess } from '../../support/worker-process'
import type { Project } from '@/lib/domains/projects/contract'

/** After a restore a project goes on as if the later changes had never been. Real worker, real Postgres. */

let api: TestApi
let worker: WorkerProcess
let ana: Person
beforeAll(async () => {
  api = await openApi()
  worker = await startWorker()
  ana = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
})

const GARDEN =
  'Un huerto compartido: parcelas (nombre, tamaño, responsable) y tareas (título, fecha). Una tarea es de una parcela.'
const HAND = /Habías|Este cambio alcanzó/
/** Every place of the application that knows the fields of a table. */
const PLACES = /^(?:devora\.json|lib\/database\.types\.ts|lib\/validation\/.*|components\/.*|app\/.*)$/

async function filesWith(id: string, word: string): Promise<string[]> {
  const { items } = (await ana.send('GET', `/projects/${id}/files`)).body as { items: Array<{ path: string }> }
  const bench = benchOf(ana, id)
  const found = await Promise.all(
    items.map(async ({ path }) => ((await bench.read(encodeURI(path)))?.includes(word) ? [path] : [])),
  )
  return found.flat()
}

describe('a change after a restore', () => {
  it('is made everywhere, and what came after the restored version is nowhere', { tags: ['deep'] }, async () => {
    const garden = await begin(ana, GARDEN)
    const first = await garden.project()
    await garden.append('app/globals.css', '\n.mía { color: teal; }\n')
    const edited = (await garden.project()).currentVersion
    await garden.change('agrega un cosechador a las parcelas')
    expect(await filesWith(garden.id, 'cosechador')).not.toEqual([])
    await garden.restore(edited)
    const { answer } = await garden.change('agrega un idioma a las parcelas')
    expect(answer).not.toMatch(HAND)
    const places = (await filesWith(garden.id, 'idioma')).filter((path) => PLACES.test(path))
    expect(places).toEqual(expect.arrayContaining(['devora.json', 'lib/database.types.ts']))
    expect(places.some((path) => path.startsWith('lib/validation/'))).toBe(true)
    expect(places.some((path) => path.startsWith('components/'))).toBe(true)
    expect(await filesWith(garden.id, 'cosechador')).toEqual([])
    // An edit in the restored version is still a person's.
    expect(await garden.read('app/globals.css')).toContain('.mía')
    await garden.change('agrega una nota a las tareas')
    expect(await garden.read('app/globals.css')).toContain('.mía')
    expect((await garden.project()).status).toBe('verified')
    expect(first.currentVersion).toBe(1)
  })

  it(
    'reaches a single file that was brought back, and leaves one that it has no business in',
    { tags: ['deep'] },
    async () => {
      const garden = await begin(ana, GARDEN)
      await garden.change('haz los botones verdes')
      await garden.change('agrega un cosechador a las parcelas')
      const green = (await garden.read('app/globals.css'))!
      await garden.restore(1, 'app/globals.css')
      await garden.restore(1, 'lib/database.types.ts')
      const blue = (await garden.read('app/globals.css'))!
      expect(blue).not.toBe(green)
      const { answer } = await garden.change('agrega un idioma a las parcelas')
      expect(await garden.read('app/globals.css')).toBe(blue)
      expect(await garden.read('lib/database.types.ts')).toContain('idioma')
      expect(answer).not.toMatch(/Habías/)
    },
  )

  it('of a copy goes by what Devora wrote of the original', { tags: ['deep'] }, async () => {
    const garden = await begin(ana, GARDEN)
    await garden.append('app/globals.css', '\n.mía { color: teal; }\n')
    const copy = (await ana.send('POST', `/projects/${garden.id}/duplicate`, { body: {} })).body as Project
    const bench = benchOf(ana, copy.id)
    for (const prompt of ['agrega un idioma a las parcelas', 'haz los botones verdes']) {
      const { answer } = await bench.change(prompt)
      expect(answer).not.toMatch(HAND)
      expect(await bench.read('app/globals.css')).toContain('.mía')
    }
    expect(await bench.read('lib/database.types.ts')).toContain('idioma')
  })
})
