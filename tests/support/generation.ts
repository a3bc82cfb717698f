import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '@/lib/core/env'
import type { AppSpec } from '@/lib/domains/spec/contract'
import type { Run } from '@/lib/domains/runs/contract'
import type { Project, Version } from '@/lib/domains/projects/contract'
import type { Page } from '@/lib/http/page'
import type { Person } from './people'
import { startWorkerProcess, type WorkerProcess } from './worker-process'

/** What a person does with one project, over the API, in the order in which they do it. */
export type Bench = {
  id: string
  /** A prompt on the project; resolves when its run has ended. */
  change(prompt: string, more?: Record<string, unknown>): Promise<Ended>
  read(path: string): Promise<string | null>
  write(path: string, content: string): Promise<void>
  append(path: string, content: string): Promise<void>
  remove(path: string): Promise<void>
  restore(number: number, path?: string): Promise<void>
  plan(): Promise<AppSpec>
  project(): Promise<Project>
  versions(): Promise<Version[]>
}
export type Ended = { run: Run; runId: string; answer: string }

export const startWorker = (): Promise<WorkerProcess> => startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME)

/** Follows a run to its end. The stream ends with the run, so nothing is asked again and again. */
export async function ended(who: Person, runId: string): Promise<Ended> {
  await (await who.send('GET', `/runs/${runId}/events`)).response.text()
  const run = (await who.send('GET', `/runs/${runId}`)).body as Run
  const { items } = (await who.send('GET', `/projects/${run.projectId}/messages?limit=100`)).body as Page<{
    runId: string
    role: string
    text: string
  }>
  const answer = items.find((message) => message.runId === runId && message.role === 'assistant')?.text ?? ''
  return { run, runId, answer }
}

/** Until a run waits for its plan to be confirmed. */
export async function untilWaiting(who: Person, runId: string): Promise<void> {
  for (;;) {
    const { status } = (await who.send('GET', `/runs/${runId}`)).body as Run
    if (status === 'waiting') return
    if (status !== 'queued' && status !== 'running') throw new Error(`the run is ${status}`)
    await sleep(30)
  }
}

const sent = async (answer: Promise<{ status: number; body: unknown }>): Promise<void> => {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`answered ${status} ${JSON.stringify(body)}`)
}

/** Starts a project with a prompt. */
export async function begin(
  who: Person,
  prompt: string,
  more: Record<string, unknown> = {},
): Promise<Bench & { first: Ended }> {
  const started = (await who.send('POST', '/generate', { body: { prompt, ...more } })).body as {
    runId: string
    projectId: string
  }
  const first = await ended(who, started.runId)
  return { ...benchOf(who, started.projectId), first }
}

export function benchOf(who: Person, id: string): Bench {
  const at = `/projects/${id}`
  const read = async (path: string): Promise<string | null> => {
    const answer = await who.send('GET', `${at}/files/${path}`)
    return answer.status === 404 ? null : (answer.body as { content: string }).content
  }
  const write = (path: string, content: string): Promise<void> =>
    sent(who.send('PUT', `${at}/files/${path}`, { body: { content } }))
  return {
    id,
    read,
    write,
    async change(prompt, more = {}) {
      const answer = await who.send('POST', '/generate', { body: { prompt, projectId: id, ...more } })
      if (answer.status !== 202) throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}`)
      return ended(who, (answer.body as { runId: string }).runId)
    },
    append: async (path, content) => write(path, `${await read(path)}${content}`),
    remove: (path) => sent(who.send('DELETE', `${at}/files/${path}`)),
    restore: (number, path) =>
      sent(who.send('POST', `${at}/versions/${number}/restore`, { body: path === undefined ? {} : { path } })),
    plan: async () => JSON.parse((await read('devora.json'))!) as AppSpec,
    project: async () => (await who.send('GET', at)).body as Project,
    versions: async () => ((await who.send('GET', `${at}/versions?limit=100`)).body as Page<Version>).items,
  }
}
