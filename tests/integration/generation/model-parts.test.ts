import { afterEach, describe, expect, it } from 'vitest'
import { writers } from '../../../lib/domains/generation/agents/writers'
import { GeneratorFailed } from '../../../lib/domains/generation/agents/generator-failed'
import { divideWork, type PartOfWork } from '../../../lib/domains/generation/writing/parts-of-work'
import { writeParts } from '../../../lib/domains/generation/writing/write-parts'
import { createOpenAiCompatible } from '../../../lib/integrations/models/openai-compatible'
import { eachRow } from '../../support/each-row'
import { type Answer, type ModelRequest, PROSE } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { type File, filesOf, inProtocol, partOf, partsOf, planned, PROMPT } from '../../support/model-team'

/** Parts of one writer written side by side, through the real AI SDK over HTTP. */

type Side = 'frontend' | 'backend'
const signal = new AbortController().signal
const servers: ModelServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

type Run = {
  files: Map<string, string>
  yielded: string[]
  isRedone: boolean
  error: unknown
  givenUp: string[]
  refused: string[]
  server: ModelServer
}

async function run(
  name: Side,
  script: (request: ModelRequest, part: PartOfWork | null) => Answer | Promise<Answer>,
): Promise<Run> {
  const server = await startModelServer((request) => script(request, partOf(request)))
  servers.push(server)
  const port = createOpenAiCompatible(
    { baseUrl: server.url, apiKey: null, provider: 'compatible' },
    { policy: { allowLocal: true }, retry: { baseMs: 1, attempts: 2 } as object },
  )
  const result: Run = { files: new Map(), yielded: [], isRedone: false, error: null, givenUp: [], refused: [], server }
  const written = writeParts(
    writers[name],
    divideWork(name, planned, signal)!,
    { spec: planned, prompt: PROMPT, signal },
    {
      use: () => ({
        port,
        model: 'gpt-4.1',
        onProgress: (event) => event.type === 'problem' && result.refused.push(`${event.rule} ${event.path}`),
      }),
      reasonToGiveUp: (error) => (error instanceof GeneratorFailed ? error.failure : null),
      onGivenUp: (part) => result.givenUp.push(part),
    },
  )
  try {
    let next = await written.next()
    for (; next.done !== true; next = await written.next()) result.yielded.push(next.value.path)
    result.isRedone = next.value.isRedone
    result.files = new Map([...next.value.files].map(([path, file]) => [path, file.content]))
  } catch (error) {
    result.error = error
  }
  return result
}

const text = (files: readonly File[]): Answer => ({ text: inProtocol(files) })
const asWhole = (name: Side): Array<[string, string]> =>
  filesOf(name)
    .map((file): [string, string] => [file.path, file.content])
    .sort()
const entityPart = (name: Side, path: string): PartOfWork => partsOf(name).find((part) => part.owns(path))!

describe('parts written side by side', () => {
  eachRow<[Side]>([['backend'], ['frontend']])(
    '%s: all are asked before the first has answered, and make up the whole',
    async (name) => {
      let isAll: () => void = () => undefined
      const all = new Promise<void>((resolve) => (isAll = resolve))
      const asked = new Set<string>()
      const done = await run(name, async (_, part) => {
        asked.add(part!.name)
        if (asked.size === partsOf(name).length) isAll()
        await all
        return text(filesOf(name, part))
      })
      expect(done.error).toBeNull()
      expect(done.server.requests).toHaveLength(partsOf(name).length)
      expect([...done.files].sort()).toEqual(asWhole(name))
      expect([done.isRedone, done.refused, done.givenUp]).toEqual([false, [], []])
      expect([...new Set(done.yielded)].sort()).toEqual([...done.files.keys()].sort())
    },
  )

  it('one that is cut goes on by itself, the others are asked once', async () => {
    const cut = entityPart('backend', 'lib/data/recipes.ts')
    const asked: string[] = []
    const done = await run('backend', (request, part) => {
      // What continues it repeats the task, and so still names what it owes.
      asked.push(part!.name)
      const files = filesOf('backend', part)
      if (part!.name !== cut.name || /was cut off/.test(request.prompt)) return text(files)
      return { ...text(files), fault: { kind: 'cut', afterBytes: 60_000 } }
    })
    expect(done.error).toBeNull()
    expect([...done.files].sort()).toEqual(asWhole('backend'))
    for (const part of partsOf('backend'))
      expect([part.name, asked.filter((one) => one === part.name).length > 1]).toEqual([
        part.name,
        part.name === cut.name,
      ])
  })

  it('one that fails for good is the built-in generator’s where that fits, and leaves nothing of its own', async () => {
    const lost = entityPart('backend', 'lib/data/recipes.ts')
    const stray = { path: 'lib/data/recipes/extra.ts', content: 'export const extra = 1\n' }
    const done = await run('backend', (_, part) =>
      part!.name === lost.name ? text([stray]) : text(filesOf('backend', part)),
    )
    expect(done.givenUp).toEqual([lost.name])
    expect([done.error, done.isRedone]).toEqual([null, true])
    expect(done.yielded).toContain(stray.path)
    expect([...done.files].sort()).toEqual(asWhole('backend'))
  })

  it(
    'one that goes in circles is given up; where the built-in files would not fit the others’, all is',
    { tags: ['deep'] },
    async () => {
      const loops = entityPart('frontend', 'app/recipes/page.tsx')
      const [first] = filesOf('frontend', loops)
      const done = await run('frontend', (_, part) => {
        if (part!.name === loops.name) return text(Array.from({ length: 12 }, () => first!))
        // The others would go on for a very long time.
        return { ...text(filesOf('frontend', part)), tokensPerSecond: 50 }
      })
      expect(done.error).toBeInstanceOf(GeneratorFailed)
      expect((done.error as GeneratorFailed).failure).toBe('looping')
      expect(done.givenUp[0]).toBe(loops.name)
      const ends = await Promise.all(
        done.server.requests.filter((request) => partOf(request)?.name !== loops.name).map((request) => request.closed),
      )
      expect(ends.length).toBeGreaterThan(0)
      expect(new Set(ends)).toEqual(new Set(['aborted']))
    },
  )

  it('fail together when no model answers a file', async () => {
    const done = await run('backend', () => ({ text: PROSE }))
    expect(done.error).toBeInstanceOf(GeneratorFailed)
    expect(done.files.size).toBe(0)
  })

  it('write nothing of each other’s, and only the frame changes what is given', async () => {
    const own = filesOf('backend')
    const foreign = { path: 'lib/data/ratings.ts', content: 'export const stolen = 1\n' }
    const given = {
      path: 'lib/forms.ts',
      content: `${own.find((file) => file.path === 'lib/forms.ts')!.content}\nexport const more = 1\n`,
    }
    const done = await run('backend', (_, part) => {
      const files = filesOf('backend', part)
      if (part!.hasFrame) return text([given, ...files])
      if (part!.owns('lib/data/recipes.ts')) return text([foreign, { ...given, content: 'export {}\n' }, ...files])
      return text(files)
    })
    expect(done.error).toBeNull()
    expect(done.refused.sort()).toEqual(['not-owner lib/data/ratings.ts', 'not-owner lib/forms.ts'])
    expect(done.files.get('lib/data/ratings.ts')).toBe(own.find((file) => file.path === 'lib/data/ratings.ts')!.content)
    expect(done.files.get('lib/forms.ts')).toBe(given.content)
  })

  it('what one imports and its owner did not write is asked for once more, of the owner', async () => {
    const owner = entityPart('frontend', 'app/ratings/page.tsx')
    const missing = filesOf('frontend', owner).find((file) => file.path === 'components/ratings/rating-form.tsx')!
    const asked: string[] = []
    const done = await run('frontend', (request, part) => {
      if (/# Findings to repair/.test(request.prompt)) {
        asked.push(request.prompt)
        return text([missing])
      }
      return text(filesOf('frontend', part).filter((file) => file.path !== missing.path))
    })
    expect(done.error).toBeNull()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain(`- ${missing.path}`)
    expect(asked[0]).toContain('app/recipes/[id]/page.tsx')
    expect([...done.files].sort()).toEqual(asWhole('frontend'))
  })

  it('what nobody writes even then does not stop the stage: the review will speak', { tags: ['deep'] }, async () => {
    const done = await run('frontend', (request, part) =>
      /# Findings to repair/.test(request.prompt)
        ? { text: PROSE }
        : text(filesOf('frontend', part).filter((file) => !file.path.endsWith('rating-form.tsx'))),
    )
    expect(done.error).toBeNull()
    expect(done.givenUp.every((part) => part.endsWith('missing'))).toBe(true)
    expect(done.files.has('components/ratings/rating-form.tsx')).toBe(false)
  })
})
