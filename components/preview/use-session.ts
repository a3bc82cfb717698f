'use client'

import { type RefObject, useEffect, useReducer, useState } from 'react'
import type { PreviewFrame } from '@/lib/app-runtime/tab/host'
import type { AskedRows } from '@/lib/app-runtime/tab/frame-link'
import type { Member, Rows, Table } from '@/lib/app-runtime/tab/frame-link'
import type { Preview } from '@/lib/domains/preview/contract'
import { EMPTY, type Notice, type PreviewState, reducePreview } from './preview-state'
import { RunningPreview } from './running-preview'

export type Session = {
  state: PreviewState
  /** Changes when everything begins anew: the frame of before is thrown away. */
  round: number
  /** For a while there is no frame: the one before has to be gone with its process. */
  isOut: boolean
  addPerson: () => void
  /** A browser of their own for somebody who has an account, signed in. */
  addMember: (member: Member) => void
  show: (id: string) => void
  navigate: (path: string) => void
  go: (distance: number) => void
  reload: () => void
  /** Begins anew with the data that was kept last. */
  restart: () => void
  /** Begins anew with the data of the seed. */
  reset: () => void
  stay: () => void
  dismiss: (notice: Notice) => void
  members: () => Promise<Member[]>
  tables: () => Promise<Table[]>
  /** Null when nothing runs. */
  rows: (asked: AskedRows) => Promise<Rows | null>
  /** What is shown, as an image; null when there is none to be had. */
  picture: () => Promise<ArrayBuffer | null>
}

/** The copy that runs now. */
type Slot = { get: () => RunningPreview | null; set: (running: RunningPreview | null) => void }
function openSlot(): Slot {
  let running: RunningPreview | null = null
  return { get: () => running, set: (value) => (running = value) }
}

type Round = { number: number; isCautious: boolean; isOut: boolean }

/**
 * A frame that is in a loop is ended by the browser some seconds after it was taken out (measured in Chromium: within
 * twelve); one that comes earlier joins it in the process that hangs.
 */
const OUT_MS = 12_000

/** The running application of a version. Other code over the same migrations keeps the data and the people. */
export function useSession(key: string, preview: Preview | null, frame: RefObject<HTMLIFrameElement | null>): Session {
  const [state, tell] = useReducer(reducePreview, EMPTY)
  const [round, setRound] = useState<Round>({ number: 0, isCautious: false, isOut: false })
  // No part of what is drawn: commands and the effect share it.
  const [running] = useState(openSlot)

  useEffect(() => {
    const app = preview?.app ?? null
    if (preview === null || app === null || frame.current === null) return
    const before = running.get()
    const failed = (error: unknown): void =>
      tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) })
    if (before === null) {
      const begun = new RunningPreview(key, preview, tell)
      running.set(begun)
      begun.begin(frame.current, app, round.isCautious).catch((error: unknown) => {
        if (running.get() === begun) failed(error)
      })
    } else if (before.dataKey === preview.dataKey) before.swap(app).catch(failed)
    else {
      before.end()
      running.set(null)
      setRound(({ number }) => ({ number: number + 1, isCautious: false, isOut: false }))
    }
  }, [key, preview, frame, round, running])

  useEffect(
    () => () => {
      running.get()?.end()
      running.set(null)
    },
    [running],
  )

  const again = (isCautious: boolean): void => {
    running.get()?.end()
    running.set(null)
    setRound(({ number }) => ({ number: number + 1, isCautious, isOut: isCautious }))
    if (!isCautious) return
    tell({ type: 'begun' })
    setTimeout(() => setRound((now) => ({ ...now, isOut: false })), OUT_MS)
  }
  const restart = (): void => again(state.notices.includes('page'))
  const reset = (): void => {
    const ended = running.get()?.reset() ?? Promise.resolve()
    void ended.then(() => again(false))
  }
  const commands = commandsOf(running.get, state, preview?.siteUrl ?? '')
  return {
    state,
    round: round.number,
    isOut: round.isOut,
    restart,
    reset,
    stay: () => tell({ type: 'stayed' }),
    dismiss: (notice) => tell({ type: 'dismissed', notice }),
    addPerson: () => void commands.add(newId(state.people), null).catch(() => undefined),
    addMember: (member) => void commands.add(`m-${member.id}`, member.email).catch(() => undefined),
    ...commands.rest,
  }
}

/** The lowest number that nobody has. */
const newId = (people: readonly string[]): string => {
  let number = 1
  while (people.includes(String(number))) number += 1
  return String(number)
}

type Commands = {
  add: (id: string, email: string | null) => Promise<void>
  rest: Pick<Session, 'show' | 'navigate' | 'go' | 'reload' | 'members' | 'tables' | 'rows' | 'picture'>
}

function commandsOf(
  running: () => RunningPreview | null,
  { person, places, people }: PreviewState,
  siteUrl: string,
): Commands {
  const ask = async <T>(work: (frame: PreviewFrame) => Promise<T>): Promise<T | null> =>
    (await running()?.ask(work)) ?? null
  // What goes wrong inside is told by the frame itself.
  const say = (work: (frame: PreviewFrame) => Promise<unknown>): void => void ask(work).catch(() => undefined)
  const show = (id: string): void =>
    void running()
      ?.show(id)
      .catch(() => undefined)
  return {
    async add(id, email) {
      if (people.includes(id)) return show(id)
      await ask((frame) => frame.ask('person', { id, kept: null }))
      await running()?.show(id)
      if (email !== null) await ask((frame) => frame.ask('signIn', { person: id, email }))
      await ask((frame) => frame.ask('navigate', { person: id, url: places[person]?.url ?? `${siteUrl}/` }))
    },
    rest: {
      show,
      navigate: (path) => say((frame) => frame.ask('navigate', { person, url: new URL(path, `${siteUrl}/`).href })),
      go: (distance) => say((frame) => frame.ask('go', { person, distance })),
      reload: () => say((frame) => frame.ask('reload', person)),
      members: async () => (await ask((frame) => frame.ask('members', null))) ?? [],
      tables: async () => (await ask((frame) => frame.ask('tables', null))) ?? [],
      rows: (asked) => ask((frame) => frame.ask('rows', asked)),
      picture: () => ask((frame) => frame.ask('picture', null)),
    },
  }
}
