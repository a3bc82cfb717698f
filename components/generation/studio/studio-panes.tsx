'use client'

import { useTranslations } from 'next-intl'
import { Fragment, type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react'
import { Group, type Layout, Panel, Separator, useGroupRef } from 'react-resizable-panels'
import { keep, readKeptJson } from '../../ui/browser-storage'
import { cn } from '../../ui/cn'

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

/** The panes that stand side by side; where there is no room for two, the one that is looked at is one of them. */
const panesIn = (room: Room, pane: PaneName): readonly PaneName[] =>
  room !== 'middle' ? PANES : pane === 'report' ? ['chat', 'report'] : ['chat', 'files', 'code']

/** Whether the code, or the application in its place, is on the screen. */
export function useMiddleSeen(pane: PaneName): boolean {
  const room = useRoom()
  return room === 'narrow' ? pane === 'code' : panesIn(room, pane).includes('code')
}

const SIZES: Record<PaneName, { start: string; min: string }> = {
  chat: { start: '340px', min: '260px' },
  files: { start: '232px', min: '150px' },
  code: { start: '40%', min: '280px' },
  report: { start: '400px', min: '300px' },
}
/** The widths that somebody has dragged, in percent; null where nobody has, or storage is off. */
function readLayout(id: string): Layout | null {
  const kept = readKeptJson(id)
  return typeof kept === 'object' ? (kept as Layout | null) : null
}

type StudioPanesProps = {
  /** The one that is looked at where there is no room for all. */
  pane: PaneName
  isPlanning: boolean
  panes: Record<PaneName, ReactNode>
}

/** Side by side where there is room, with borders to drag that are remembered; one at a time where there is not. */
export function StudioPanes({ pane, isPlanning, panes }: StudioPanesProps) {
  const t = useTranslations('studio')
  const room = useRoom()
  const isReport = pane === 'report'
  const names: readonly PaneName[] = isPlanning ? ['chat', 'code'] : panesIn(room, pane)
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
      key={names.join()}
      names={names}
      isShown={isShown}
      isReport={isReport && !isPlanning}
      render={(name) => section(name, 'flex')}
    />
  )
}

type ResizablePanesProps = {
  names: readonly PaneName[]
  isShown: (name: PaneName) => boolean
  isReport: boolean
  render: (name: PaneName) => ReactNode
}

/** The classes speak for the first moment alone, in which the server's page stands without knowing its room. */
function ResizablePanes({ names, isShown, isReport, render }: ResizablePanesProps) {
  const t = useTranslations('studio')
  const id = `devora.panes.${names.join('-')}`
  const group = useGroupRef()
  // The server knows no widths, so the page begins with the usual ones and takes over those that are remembered.
  useLayoutEffect(() => {
    const kept = readLayout(id)
    if (kept !== null) group.current?.setLayout(kept)
  }, [group, id])
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
      onLayoutChanged={(layout, { isUserInteraction }) => isUserInteraction && keep(id, JSON.stringify(layout))}
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
            defaultSize={SIZES[name].start}
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
