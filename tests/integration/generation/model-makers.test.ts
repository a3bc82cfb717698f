import { afterEach, describe, expect, it } from 'vitest'
import { ownsPathsOf } from '../../../lib/domains/generation/agents/agent'
import { GeneratorFailed } from '../../../lib/domains/generation/agents/generator-failed'
import { modelWriter } from '../../../lib/domains/generation/agents/model-writer'
import { createOpenAiCompatible } from '../../../lib/integrations/models/openai-compatible'
import { inFences, inOrder, PROSE, type Script } from '../../support/model-script'
import { startModelServer } from '../../support/model-server'
import {
  backend,
  database,
  MIGRATION,
  problems,
  PROMPT,
  run,
  servers,
  signal,
  spec,
  stopServers,
  tagged,
} from '../../support/model-writer-run'

/** Model writers through the real AI SDK over HTTP, against a server whose answers are scripted. */

afterEach(stopServers)

describe('a model writer', () => {
  it('yields every file as it was written, streams it, and counts one call', async () => {
    const result = await run(inOrder({ text: tagged(backend) }), 'backend')
    expect(result.error).toBeNull()
    expect([...result.files].sort()).toEqual([...backend].sort())
    expect(result.calls).toBe(1)
    expect(result.usage.outputTokens).toBeGreaterThan(1_000)
    expect(result.progress.some((event) => event.type === 'file-progress' && event.path === 'lib/auth.ts')).toBe(true)
    const [request] = result.server.requests
    expect(request!.system).toContain('Tailwind CSS 4')
    expect(request!.prompt).toContain('lib/data/notes.ts')
    expect(request!.prompt).toContain('listNotes')
    expect(problems(result)).toEqual([])
  })

  it('yields a file before the answer is over', { tags: ['deep'] }, async () => {
    const [first, ...rest] = [...database]
    const server = await startModelServer(
      inOrder({ text: `${tagged([first!])}\n\n${tagged(rest)}`, tokensPerSecond: 800 }),
    )
    servers.push(server)
    const port = createOpenAiCompatible(
      { baseUrl: server.url, apiKey: null, provider: 'compatible' },
      { policy: { allowLocal: true } },
    )
    const make = modelWriter(
      { name: 'database', owns: ownsPathsOf('database') },
      { port, model: 'gpt-4.1', judge: () => Promise.resolve(null) },
    )
    const events: string[] = []
    for await (const file of make({ spec, prompt: PROMPT, signal })) {
      if (events.length === 0) void server.requests[0]!.closed.then(() => events.push('over'))
      events.push(file.path)
    }
    expect(events[0]).toBe(first![0])
    expect(events[1]).not.toBe('over')
    expect(events.filter((event) => event !== 'over')).toEqual([...database.keys()])
  })

  it('takes fences instead of tags', async () => {
    const text = [...database]
      .map(([path, content]) => `### ${path}\n\n\`\`\`${path.endsWith('.ts') ? 'ts' : 'sql'}\n${content}\`\`\``)
      .join('\n\n')
    const result = await run(inOrder({ text }))
    expect(result.error).toBeNull()
    expect([...result.files]).toEqual([...database])
  })

  it('takes the whole protocol inside a fence', async () => {
    const result = await run(inOrder({ text: inFences(tagged(database), 'xml') }))
    expect([...result.files]).toEqual([...database])
  })

  it('asks once more, more strictly, after prose', async () => {
    const result = await run(inOrder({ text: PROSE }, { text: tagged(database) }))
    expect([...result.files]).toEqual([...database])
    expect(result.calls).toBe(2)
    expect(result.server.requests[1]!.prompt).toContain('The very first line of your answer')
    expect(result.server.requests[1]!.prompt).not.toContain(PROSE)
  })

  it('gives up on a model that only talks', async () => {
    const result = await run(inOrder({ text: PROSE }))
    expect(result.error).toMatchObject({ name: 'GeneratorFailed', failure: 'no-files' })
    expect(result.calls).toBeLessThanOrEqual(3)
  })

  it('refuses files of others, and still takes its own', async () => {
    const result = await run(
      inOrder({
        text: `${tagged([
          ['app/page.tsx', 'export default 1\n'],
          ['../../etc/cron', 'x\n'],
          ['.env', 'KEY=1\n'],
        ])}\n${tagged(database)}`,
      }),
    )
    expect(result.error).toBeNull()
    expect([...result.files]).toEqual([...database])
    expect(problems(result)).toEqual(['not-owner', 'bad-path', 'not-owner'])
    expect(result.calls).toBe(1)
  })

  it('goes on after the length limit without paying for what it has', async () => {
    const [migration, seed, types] = [...database]
    const cut = `${tagged([migration!])}\n<file path="${seed![0]}">\ninsert into`
    const result = await run(inOrder({ text: cut, finish: 'length' }, { text: tagged([seed!, types!]) }))
    expect(result.error).toBeNull()
    expect(result.order).toEqual([...database.keys()])
    expect([...result.files]).toEqual([...database])
    expect(problems(result)).toEqual(['unfinished-file'])
    const again = result.server.requests[1]!.prompt
    expect(again).toContain('Your answer was cut off')
    expect(again).toContain(`- ${seed![0]}`)
  })

  it('goes on as often as a model with short answers needs', { tags: ['deep'] }, async () => {
    const script: Script = ({ prompt, index }) => {
      const asked =
        index === 0
          ? [...backend.keys()]
          : [...prompt.slice(prompt.lastIndexOf('Write the files that are missing')).matchAll(/^- (\S+)$/gm)].map(
              ([, path]) => path!,
            )
      return { text: tagged([...backend].filter(([path]) => asked.includes(path))) }
    }
    const result = await run(script, 'backend', {}, { model: 'a-model-nobody-knows' })
    expect(result.error).toBeNull()
    expect(result.calls).toBeGreaterThan(2)
    for (const [path, content] of result.files) expect(content).toBe(backend.get(path))
    expect(new Set(result.order).size).toBe(result.order.length)
  })

  it('goes on after a broken connection', async () => {
    const text = tagged(database)
    const result = await run(
      inOrder(
        { text, fault: { kind: 'stall', afterTokens: Math.floor(text.length / 4) - 400 } },
        { text: tagged([...database].slice(1)) },
      ),
    )
    expect(result.error).toBeNull()
    expect([...result.files].sort()).toEqual([...database].sort())
  })

  it('asks again for a file that does not parse, and never yields it', async () => {
    const broken = new Map(backend).set('lib/forms.ts', 'export const emptyFormState = {\n')
    const lazy = 'lib/auth.ts'
    broken.set(
      lazy,
      `${backend
        .get(lazy)!
        .slice(0, 200)
        .replace(/[^\n]*$/, '')}\n// ... rest of the code unchanged\n`,
    )
    const result = await run(
      inOrder(
        { text: tagged(broken) },
        {
          text: tagged([
            ['lib/forms.ts', backend.get('lib/forms.ts')!],
            [lazy, backend.get(lazy)!],
          ]),
        },
      ),
      'backend',
    )
    expect(result.error).toBeNull()
    expect([...result.files].sort()).toEqual([...backend].sort())
    expect(problems(result)).toEqual(expect.arrayContaining(['unusable-file', 'unusable-file']))
    expect(result.server.requests[1]!.prompt).toContain('lib/forms.ts: ')
  })

  it('fails with what is missing when the model never writes it', async () => {
    const result = await run(inOrder({ text: tagged([...database].slice(1)) }))
    expect(result.error).toBeInstanceOf(GeneratorFailed)
    expect(result.error).toMatchObject({ failure: 'incomplete', missing: [MIGRATION] })
    expect(result.calls).toBe(2)
  })

  it('leaves a model that repeats itself', { tags: ['deep'] }, async () => {
    const text = tagged([['supabase/seed.sql', 'select 1;\n']])
    const result = await run(inOrder({ text: `${text}\n`, fault: { kind: 'endless' } }))
    expect(result.error).toMatchObject({ failure: 'looping' })
    expect(result.calls).toBeLessThanOrEqual(2)
    expect(result.usage.estimated).toBe(true)
    expect(result.usage.outputTokens).toBeGreaterThan(0)
  })

  it('says why a server failed for good', async () => {
    const result = await run(inOrder({ fault: { kind: 'status', status: 401 } }))
    expect(result.error).toMatchObject({ name: 'GeneratorFailed', failure: 'model-error', kind: 'unauthorized' })
  })

  it('asks for nothing more once the budget says no', async () => {
    const result = await run(inOrder({ text: PROSE }), 'database', {}, { refuseAt: 2 })
    expect(result.error).toMatchObject({ message: 'the budget is used up' })
    expect(result.server.requests.length).toBe(1)
  })

  it('stops at once when it is cancelled', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('cancelled by the person')), 150)
    const result = await run(inOrder({ text: tagged(database), tokensPerSecond: 50 }), 'database', {
      signal: stop.signal,
    })
    expect(result.error).toMatchObject({ message: 'cancelled by the person' })
    expect(await result.server.requests[0]!.closed).toBe('aborted')
    expect(result.calls).toBe(1)
  })
})
