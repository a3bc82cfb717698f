import type { Dispatch } from 'react'
import type { Dump, Told } from '@/lib/app-runtime/tab/frame-link'
import { type PreviewFrame, watch } from '@/lib/app-runtime/tab/host'
import type { Preview } from '@/lib/domains/preview/contract'
import { dropKept, keepPlace, type Kept, readKept, readPlace, writeKept } from './kept-data'
import { openSession, partsOf } from './open-session'
import type { PreviewEvent } from './preview-state'

type Built = NonNullable<Preview['app']>

/** Writes are kept when there have been none for a moment, or when this has lasted. */
const QUIET_MS = 2_500
const LONGEST_MS = 15_000
/** A document that says nothing for so long is in a loop. */
const STUCK_MS = 20_000
const FIRST = '1'

/** One running copy of a preview, from its first byte until its frame is thrown away. */
export class RunningPreview {
  readonly #key: string
  readonly #preview: Preview
  readonly #tell: Dispatch<PreviewEvent>
  #frame: PreviewFrame | null = null
  #mails: Told['mail'][] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #dirtySince: number | null = null
  #isOver = false
  #shown = ''
  /** Where people go who have not been shown yet. */
  readonly #waiting = new Map<string, string>()
  readonly #ends: (() => void)[] = []

  constructor(key: string, preview: Preview, tell: Dispatch<PreviewEvent>) {
    this.#key = key
    this.#preview = preview
    this.#tell = (event) => (this.#isOver ? undefined : tell(event))
  }

  get dataKey(): string {
    return this.#preview.dataKey
  }

  /**
   * Starts it in a frame, with what was kept of last time.
   * @param isCautious nobody goes back to the page that they were at: it may be the one that got stuck
   */
  async begin(element: HTMLIFrameElement, app: Built, isCautious: boolean): Promise<void> {
    this.#tell({ type: 'begun' })
    const { kept, hasOther } = await readKept(this.#key, this.dataKey)
    if (hasOther) this.#tell({ type: 'notice', notice: 'rebuilt' })
    const open = (dump: Dump | null): Promise<PreviewFrame | null> =>
      openSession(element, this.#preview, app, dump, (event) => this.#hear(event))
    let isKept = kept !== null
    const session = await open(kept?.dump ?? null).catch(async (error: unknown) => {
      if (kept === null || this.#isOver) throw error
      // What is kept cannot be opened, and never will be.
      isKept = false
      await dropKept(this.#key, this.dataKey)
      this.#tell({ type: 'notice', notice: 'rebuilt' })
      return open(null)
    })
    if (session === null || this.#isOver) return
    this.#frame = session
    await this.#welcome(isKept ? kept : null, isCautious)
    this.#watchOver(session)
  }

  /** Everybody who was there, or one visitor at the first page. */
  async #welcome(kept: Kept | null, isCautious: boolean): Promise<void> {
    const { siteUrl } = this.#preview
    this.#mails = kept?.mails ?? []
    this.#tell({ type: 'mails', mails: this.#mails })
    const before = kept?.dump.people ?? []
    const people = before.length > 0 ? before.map((one) => ({ id: one.id, one })) : [{ id: FIRST, one: null }]
    for (const { id, one } of people) {
      await this.ask((frame) => frame.ask('person', { id, kept: one }))
      this.#tell({ type: 'person', id })
      this.#waiting.set(id, isCautious || one === null ? `${siteUrl}/` : one.url)
    }
    const place = kept === null ? null : readPlace(this.#key)
    const shown = people.find(({ id }) => id === place?.person)?.id ?? people[0]!.id
    if (!isCautious && place?.person === shown && place.url.startsWith(`${siteUrl}/`))
      this.#waiting.set(shown, place.url)
    await this.show(shown)
  }

  async show(id: string): Promise<void> {
    this.#shown = id
    this.#tell({ type: 'person', id })
    await this.ask((frame) => frame.ask('show', id))
    const url = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (url !== undefined) await this.ask((frame) => frame.ask('navigate', { person: id, url }))
  }

  /** Other code over the same data and the same people. */
  async swap(app: Built): Promise<void> {
    const parts = await partsOf(this.#preview, app)
    this.#tell({ type: 'swapped' })
    await this.ask((frame) => frame.ask('swap', parts))
  }

  async ask<T>(work: (frame: PreviewFrame) => Promise<T>): Promise<T | null> {
    return this.#frame === null || this.#isOver ? null : work(this.#frame)
  }

  /** What is kept of it goes, too. */
  async reset(): Promise<void> {
    this.end()
    await dropKept(this.#key, this.dataKey)
  }

  end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    for (const end of this.#ends) end()
  }

  #hear(event: PreviewEvent): void {
    this.#tell(event)
    if (event.type === 'changed') this.#schedule()
    if (event.type === 'place' && event.value.person === this.#shown && !event.value.isLoading)
      keepPlace(this.#key, { person: this.#shown, url: event.value.url })
    if (event.type === 'mail') this.#mails = [event.value, ...this.#mails].slice(0, 100)
  }

  #schedule(): void {
    const now = performance.now()
    this.#dirtySince ??= now
    const left = Math.max(0, this.#dirtySince + LONGEST_MS - now)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), Math.min(QUIET_MS, left))
  }

  /** Keeps what has been written since the last time. */
  async save(): Promise<void> {
    if (this.#dirtySince === null || this.#isOver) return
    clearTimeout(this.#timer)
    this.#dirtySince = null
    const dump = await this.ask<Dump | null>((frame) => frame.ask('dump', null)).catch(() => null)
    if (dump === null || this.#isOver) return
    const outcome = await writeKept(this.#key, { dataKey: this.dataKey, dump, mails: this.#mails })
    if (outcome === 'kept') return
    this.#tell({ type: 'notice', notice: outcome === 'tooBig' ? 'tooBig' : 'notKept' })
  }

  #watchOver(frame: PreviewFrame): void {
    const isAwake = (): boolean => !document.hidden
    const ping = { call: <T>() => frame.ask('ping', null) as Promise<T> }
    this.#ends.push(
      watch(ping, STUCK_MS, {
        isAwake,
        onStuck: () => this.#tell({ type: 'notice', notice: 'page' }),
        onBack: () => this.#tell({ type: 'dismissed', notice: 'page' }),
      }),
    )
    const hide = (): void => {
      if (document.hidden) void this.save()
    }
    document.addEventListener('visibilitychange', hide)
    this.#ends.push(() => document.removeEventListener('visibilitychange', hide))
    if (this.#preview.kind === 'site') return
    this.#ends.push(meetOtherTabs(this.#key, () => this.#tell({ type: 'notice', notice: 'otherTab' })))
  }
}

/** Each tab has a running copy of its own; they say so to each other. @returns what ends it */
function meetOtherTabs(key: string, onOther: () => void): () => void {
  const channel = new BroadcastChannel(`devora.preview.${key}`)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    onOther()
    if (data === 'hello') channel.postMessage('here')
  })
  channel.postMessage('hello')
  return () => channel.close()
}
