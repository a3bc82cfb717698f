import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi, type TestApi } from '../../support/api'
import { begin, type Bench, startWorker } from '../../support/generation'
import { newPerson, type Person } from '../../support/people'
import type { WorkerProcess } from '../../support/worker-process'

/** What a person does to the files stays theirs, however many prompts come after it. Real worker, real Postgres. */

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

const SHED = 'A tool shed: tools (name, brand, price) and loans (date out, date back). A loan belongs to a tool.'
const RULE = '\n.by-hand { color: teal; }\n'
const HAND = /changed these files yourself|deleted these files/
const fieldsOf = async (bench: Bench, table: string): Promise<string[]> =>
  (await bench.plan()).entities.find((entity) => entity.table === table)!.fields.map(({ column }) => column)

describe('edits by hand', () => {
  it(
    'survive the second prompt and the third, where Devora writes the file anew each time',
    { tags: ['deep'] },
    async () => {
      const shed = await begin(ana, SHED)
      await shed.append('app/globals.css', RULE)
      await shed.write('components/mine.tsx', 'export const mine = 1\n')
      for (const prompt of ['Add a serial number to tools', 'make the buttons green']) {
        const { answer, run } = await shed.change(prompt)
        expect(run.status).toBe('completed')
        expect(answer).not.toMatch(HAND)
        expect(await shed.read('app/globals.css')).toContain(RULE.trim())
        expect(await shed.read('components/mine.tsx')).toBe('export const mine = 1\n')
      }
      expect(await fieldsOf(shed, 'tools')).toContain('serial_number')
      expect((await shed.plan()).theme.componentName).toBe('green')
      expect((await shed.project()).status).toBe('verified')
    },
  )

  it('of lines that a prompt changes too stay, and the answer names the file', { tags: ['deep'] }, async () => {
    const shed = await begin(ana, SHED)
    const types = 'lib/database.types.ts'
    const text = (await shed.read(types))!
    const line = text.split('\n').find((one) => one.includes('brand'))!
    await shed.write(types, text.replaceAll(line, `${line} // mine`))
    const { answer } = await shed.change('remove the brand from tools')
    expect(answer).toContain(`changed these files yourself, so I left them as they are: ${types}`)
    expect(await shed.read(types)).toContain('// mine')
    // Named once. What is written from then on is laid over the person's text.
    const second = await shed.change('Add a note to loans')
    expect(await shed.read(types)).toContain('// mine')
    expect(await shed.read(types)).toContain('note')
    expect(second.answer).not.toMatch(HAND)
  })

  it('of the kind that takes a file away are not undone', { tags: ['deep'] }, async () => {
    const shed = await begin(ana, SHED)
    const page = 'app/tools/[id]/page.tsx'
    const text = (await shed.read(encodeURI(page)))!
    expect(text).not.toBeNull()
    await shed.remove(encodeURI(page))
    await shed.write(encodeURI('app/tools/[id]/details/page.tsx'), text)
    for (const prompt of ['Add a serial number to tools', 'Add a colour to tools']) {
      await shed.change(prompt)
      expect(await shed.read(encodeURI(page))).toBeNull()
      expect(await shed.read(encodeURI('app/tools/[id]/details/page.tsx'))).toBe(text)
    }
  })

  it('of the plan are built on, migrated for, and kept', { tags: ['deep'] }, async () => {
    const shed = await begin(ana, SHED)
    const plan = await shed.plan()
    plan.entities
      .find(({ table }) => table === 'tools')!
      .fields.push({ name: 'weight', column: 'weight', type: 'number' })
    await shed.write('devora.json', JSON.stringify(plan, null, 4))
    const { answer } = await shed.change('Add a note to loans')
    expect(answer).not.toMatch(HAND)
    expect(await fieldsOf(shed, 'tools')).toContain('weight')
    expect(await fieldsOf(shed, 'loans')).toContain('notes')
    expect(await shed.read('lib/database.types.ts')).toContain('weight')
    expect((await shed.project()).status).toBe('verified')
  })

  it('that break the plan do not cost the application', { tags: ['deep'] }, async () => {
    const shed = await begin(ana, SHED)
    const broken = (await shed.read('devora.json'))!.replace('"devora": 1,', '"devora": 1')
    await shed.write('devora.json', broken)
    const { answer } = await shed.change('Add a note to loans')
    expect(await shed.read('lib/database.types.ts')).toContain('brand')
    expect(await shed.read('lib/database.types.ts')).toContain('note')
    expect(await shed.read('devora.json')).toContain('"devora": 1\n')
    expect(answer).not.toContain('is ready')
  })
})
