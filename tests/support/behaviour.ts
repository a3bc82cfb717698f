import type { AskResult, Report } from '@/lib/domains/evidence/contract'
import type { ChromiumOptions } from '@/lib/domains/evidence/behaviour/chromium/chromium'
import { controlProject } from '@/lib/domains/evidence/behaviour/controls/control-project'
import { readFolder } from '@/lib/domains/evidence/read-folder'
import type { ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import type { Ask } from '@/lib/domains/spec/asks'
import type { DevoraJson } from '@/lib/domains/spec/contract'
import { previewRuntime } from './preview'

/** A project whose asks are proven by using it, changed file by file. */
export class AskedProject {
  private readonly files: ReadonlyMap<string, Uint8Array>

  /** Finds the browser that it is used in; undefined: there is none. */
  private readonly chromium: ChromiumOptions['find'] | undefined

  private constructor(files: ReadonlyMap<string, Uint8Array>, chromium?: ChromiumOptions['find']) {
    this.files = files
    this.chromium = chromium
  }

  /** The hand-written project that does all that was asked of it. */
  static trips(): Promise<AskedProject> {
    return AskedProject.fixture('trips')
  }

  static async fixture(name: string): Promise<AskedProject> {
    return new AskedProject((await readFolder(`tests/fixtures/behaviour/${name}`)).files)
  }

  withBrowser(find: ChromiumOptions['find']): AskedProject {
    return new AskedProject(this.files, find)
  }

  static ofBytes(files: ReadonlyMap<string, Uint8Array>): AskedProject {
    return new AskedProject(files)
  }

  text(path: string): string {
    return new TextDecoder().decode(this.files.get(path))
  }

  spec(): DevoraJson {
    return JSON.parse(this.text('devora.json')) as DevoraJson
  }

  with(changes: Readonly<Record<string, string>>): AskedProject {
    const changed = Object.entries(changes).map(([path, text]): [string, Uint8Array] => [
      path,
      new TextEncoder().encode(text),
    ])
    return new AskedProject(new Map([...this.files, ...changed]), this.chromium)
  }

  /** The file with one stretch of it replaced, which must stand in it. */
  replace(path: string, from: string, to: string): AskedProject {
    const text = this.text(path)
    if (!text.includes(from)) throw new Error(`${path} does not say ${from}`)
    return this.with({ [path]: text.replace(from, to) })
  }

  withAsks(asks: readonly Partial<Ask>[], prompt = 'Whatever it is'): AskedProject {
    const span = { from: 0, text: prompt }
    const whole = asks.map((ask, at) => ({
      id: `a${at + 1}`,
      prompt: 0,
      spans: [span],
      meaning: 'It is so.',
      kind: 'feature',
      state: 'planned',
      ...ask,
    }))
    const prompts = [{ text: prompt, context: [], notUnderstood: [] }]
    return this.with({ 'devora.json': JSON.stringify({ ...this.spec(), asks: whole, prompts }) })
  }

  verify(cluster: ScratchCluster, only: ('preview' | 'behaviour' | 'build')[] = ['behaviour']): Promise<Report> {
    const { chromium } = this
    const scratch = (): Promise<ScratchCluster> => Promise.resolve(cluster)
    return verifyProject(this.files, { only, scratch, previewRuntime, ...(chromium && { chromium }) })
  }

  control(cluster: ScratchCluster, results: readonly AskResult[]): Promise<AskResult[]> {
    const { signal } = new AbortController()
    const { chromium } = this
    const scratch = (): Promise<ScratchCluster> => Promise.resolve(cluster)
    return controlProject(this.files, results, { scratch, previewRuntime, signal, ...(chromium && { chromium }) })
  }
}

/** `a1 proven`, as a test reads it. */
export const toldOf = (asks: readonly AskResult[] = []): string[] =>
  asks.map(({ id, status, control, why }) => {
    const more = [control === 'held' ? 'held' : '', why ?? ''].filter(Boolean).join(': ')
    return more === '' ? `${id} ${status}` : `${id} ${status} (${more})`
  })

/** What the check of behaviour found. */
export const foundIn = ({ checks }: Report): string[] =>
  checks.flatMap(({ check, findings }) => (check === 'behaviour' ? findings.map(({ message }) => message) : []))
