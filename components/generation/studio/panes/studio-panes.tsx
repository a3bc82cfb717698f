'use client'

import { useTranslations } from 'next-intl'
import { Fragment, type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react'
import { Group, type Layout, Panel, Separator, useGroupRef } from 'react-resizable-panels'
import { keep, readKeptJson } from '../../../ui/browser-storage'
import { cn } from '../../../ui/cn'

export type PaneName = 'chat' | 'files' | 'code' | 'report'
/** While a run waits for its plan, the plan stands where files, code and report will be. */
const PANES: readonly PaneName[] = ['chat', 'files', 'code', 'report']

type Room = 'narrow' | 'middle' | 'wide'
const MIDDLE = '(min-width: 1024px)'
const WIDE = '(min-width: 1280px)'

function listen(tell: () => void): () => void {
  const queries = [matchMedia(MIDDLE), matchMedia(WIDE)]
  for (const query of queries) query.addEventListener('change', tell)
  return () => queries.forEach((query) => query.removeEventListener('change', tell))
}
const roomNow = (): Room => (matchMedia(WIDE).matches ? 'wide' : matchMedia(MIDDLE).matches ? 'middle' : 'narrow')

/** How much room there is. The server does not know; its page hides by style what has none. */
const useRoom = (): Room => useSyncExternalStore(listen, roomNow, () => 'wide')

/**
 * The panes that stand side by side; where there is no room for two, the one that is looked at is one of them. Files
 * belong to the code: an application that runs in its place has their room too.
 */
const panesIn = (room: Room, pane: PaneName, hasFiles: boolean): readonly PaneName[] =>
  room === 'wide'
    ? PANES.filter((name) => hasFiles || name !== 'files')
    : room === 'narrow'
      ? PANES
      : pane === 'report'
        ? ['chat', 'report']
        : ['chat', 'files', 'code']

/** Whether the code, or the application in its place, is on the screen. */
export function useMiddleSeen(pane: PaneName): boolean {
  const room = useRoom()
  return room === 'narrow' ? pane === 'code' : panesIn(room, pane, true).includes('code')
}

/** In pixels; the middle has what is left, which is 770 of 1440 for a running application. */
const SIZES: Record<PaneName, { start?: number; min: number }> = {
  chat: { start: 336, min: 260 },
  files: { start: 232, min: 150 },
  code: { min: 280 },
  report: { start: 332, min: 300 },
}

/** The widths that somebody has dragged, in percent; null where nobody has, or storage is off. */
function readLayout(id: string): Layout | null {
  const kept = readKeptJson(id)
  return typeof kept === 'object' ? (kept as Layout | null) : null
}

/** The widths of all panes as they are without the files, and the other way round. */
function withoutFiles({ files = 0, code = 0, ...others }: Layout): Layout {
  return { ...others, code: code + files }
}
function withFiles(layout: Layout, before: Layout | null): Layout {
  const files = before?.['files'] ?? (100 * (SIZES.files.start ?? 0)) / innerWidth
  return { ...layout, files, code: Math.max(0, (layout['code'] ?? 0) - files) }
}

type StudioPanesProps = {
  /** The one that is looked at where there is no room for all. */
  pane: PaneName
  isPlanning: boolean
  /** The code is shown, and not the application that it makes. */
  isCode: boolean
  panes: Record<PaneName, ReactNode>
}

/** Side by side where there is room, with borders to drag that are remembered; one at a time where there is not. */
export function StudioPanes({ pane, isPlanning, isCode, panes }: StudioPanesProps) {
  const t = useTranslations('studio')
  const room = useRoom()
  const isReport = pane === 'report'
  const names: readonly PaneName[] = isPlanning ? ['chat', 'code'] : panesIn(room, pane, isCode)
  const id = `devora.panes.${(room === 'wide' && !isPlanning ? PANES : names).join('-')}`
  const isShown = (name: PaneName): boolean => (isPlanning ? (name === 'chat') === (pane === 'chat') : name === pane)
  const section = (name: PaneName, className: string) => (
    <section
      aria-label={name === 'code' && isPlanning ? t('panes.plan') : t(`panes.${name}`)}
      className={cn('min-h-0 min-w-0 flex-1 flex-col', name === 'files' && 'bg-surface', className)}
    >
      {panes[name]}
    </section>
  )
  if (room === 'narrow')
    return (
      <div className="flex min-h-0 flex-1 flex-col">
        {names.map((name) => (
          <Fragment key={name}>{section(name, isShown(name) ? 'flex' : 'hidden')}</Fragment>
        ))}
      </div>
    )
  return (
    <ResizablePanes
      // With the files and without them it is the same layout, and nothing in it begins anew.
      key={id}
      id={id}
      names={names}
      isShown={isShown}
      isReport={isReport && !isPlanning}
      render={(name) => section(name, 'flex')}
    />
  )
}

type ResizablePanesProps = {
  /** Under which its widths are remembered. */
  id: string
  names: readonly PaneName[]
  isShown: (name: PaneName) => boolean
  isReport: boolean
  render: (name: PaneName) => ReactNode
}

/** The classes speak for the first moment alone, in which the server's page stands without knowing its room. */
function ResizablePanes({ id, names, isShown, isReport, render }: ResizablePanesProps) {
  const t = useTranslations('studio')
  const group = useGroupRef()
  // The server knows no widths, so the page begins with the usual ones and takes over those that are remembered.
  const hasAll = !id.includes('files') || names.includes('files')
  useLayoutEffect(() => {
    const kept = readLayout(id)
    let isOver = false
    // The group knows of a pane that came or went when this commit is over, before anything is painted.
    if (kept !== null)
      queueMicrotask(() => void (isOver || group.current?.setLayout(hasAll ? kept : withoutFiles(kept))))
    return () => {
      isOver = true
    }
  }, [group, id, hasAll])
  const early = (name: PaneName): string =>
    cn(
      !isShown(name) && 'max-lg:hidden!',
      name === 'report' && !isReport && 'max-xl:hidden!',
      (name === 'files' || name === 'code') && isReport && 'max-xl:hidden!',
    )
  return (
    <Group
      id={id}
      groupRef={group}
      className="min-h-0 flex-1"
      onLayoutChanged={(layout, { isUserInteraction }) => {
        if (isUserInteraction) keep(id, JSON.stringify(hasAll ? layout : withFiles(layout, readLayout(id))))
      }}
    >
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && (
            <Separator
              aria-label={t('resize')}
              className={cn(
                'relative w-px bg-border outline-offset-0 transition-colors duration-100',
                'hover:bg-input data-[separator=active]:bg-ring max-lg:hidden',
                early(name),
              )}
            />
          )}
          <Panel
            id={name}
            {...(SIZES[name].start === undefined ? {} : { defaultSize: SIZES[name].start })}
            minSize={SIZES[name].min}
            groupResizeBehavior={
              name === 'code' || !names.includes('code') ? 'preserve-relative-size' : 'preserve-pixel-size'
            }
            className="flex min-h-0 min-w-0 flex-col overflow-hidden!"
          >
            {render(name)}
          </Panel>
        </Fragment>
      ))}
    </Group>
  )
}
