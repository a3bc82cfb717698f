'use client'

import { type Dispatch, type RefObject, useEffect, useReducer, useState } from 'react'
import type { PreviewFrame } from '@/lib/app-runtime/tab/host'
import type { Preview } from '@/lib/domains/preview/contract'
import { openSession, partsOf } from './open-session'
import { EMPTY, type PreviewEvent, type PreviewState, reducePreview } from './preview-state'

export type Session = {
  state: PreviewState
  /** Changes when everything begins anew: the frame of before is thrown away. */
  round: number
  addPerson: () => void
  show: (id: string) => void
  navigate: (path: string) => void
  go: (distance: number) => void
  reload: () => void
  restart: () => void
  stay: () => void
}

const FIRST = '1'

type Running = { frame: PreviewFrame; sql: string } | null
type Slot = { get: () => Running; set: (running: Running) => void }

function openSlot(): Slot {
  let running: Running = null
  return { get: () => running, set: (value) => (running = value) }
}

type Built = NonNullable<Preview['app']>

/** The running application of a version. Other code over the same migrations keeps the data and the people. */
export function useSession(preview: Preview | null, frame: RefObject<HTMLIFrameElement | null>): Session {
  const [state, tell] = useReducer(reducePreview, EMPTY)
  const [round, setRound] = useState(0)
  // No part of what is drawn: commands and the effect share it.
  const [running] = useState(openSlot)

  useEffect(() => {
    const app = preview?.app ?? null
    if (preview === null || app === null || frame.current === null) return
    let isOver = false
    const tellHere: Dispatch<PreviewEvent> = (event) => (isOver ? undefined : tell(event))
    const work = async (element: HTMLIFrameElement): Promise<void> => {
      const before = running.get()
      const sql = JSON.stringify(preview.sql)
      if (before === null) await begin(element, preview, app, tell, () => isOver, running)
      else if (before.sql === sql) {
        const parts = await partsOf(preview, app)
        if (!isOver) await before.frame.ask('swap', parts)
      } else {
        running.set(null)
        setRound((count) => count + 1)
      }
    }
    work(frame.current).catch((error: unknown) =>
      tellHere({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isOver = true
    }
  }, [preview, frame, round, running])

  const restart = (): void => {
    running.set(null)
    setRound((count) => count + 1)
  }
  return { state, round, restart, ...commandsOf(running, state, preview?.siteUrl ?? '', tell) }
}

/** With one person in it, at the first page. */
async function begin(
  element: HTMLIFrameElement,
  preview: Preview,
  app: Built,
  tell: Dispatch<PreviewEvent>,
  isOver: () => boolean,
  running: Slot,
): Promise<void> {
  tell({ type: 'begun' })
  const session = await openSession(element, preview, app, tell)
  if (session === null || isOver()) return
  running.set({ frame: session, sql: JSON.stringify(preview.sql) })
  await session.ask('person', FIRST)
  tell({ type: 'person', id: FIRST })
  await session.ask('navigate', { person: FIRST, url: `${preview.siteUrl}/` })
}

type Commands = Omit<Session, 'state' | 'round' | 'restart'>

function commandsOf(
  running: Slot,
  { person, people, places }: PreviewState,
  siteUrl: string,
  tell: Dispatch<PreviewEvent>,
): Commands {
  const ask = (work: (session: PreviewFrame) => Promise<unknown>): void => {
    const session = running.get()?.frame
    // What goes wrong inside is told by the frame itself.
    if (session !== undefined) void work(session).catch(() => undefined)
  }
  return {
    addPerson() {
      const id = String(people.length + 1)
      ask(async (session) => {
        await session.ask('person', id)
        tell({ type: 'person', id })
        await session.ask('navigate', { person: id, url: places[person]?.url ?? `${siteUrl}/` })
      })
    },
    show(id) {
      ask((session) => session.ask('show', id))
      tell({ type: 'person', id })
    },
    navigate: (path) => ask((session) => session.ask('navigate', { person, url: new URL(path, `${siteUrl}/`).href })),
    go: (distance) => ask((session) => session.ask('go', { person, distance })),
    reload: () => ask((session) => session.ask('reload', person)),
    stay: () => tell({ type: 'stayed' }),
  }
}
