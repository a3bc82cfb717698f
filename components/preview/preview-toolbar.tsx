'use client'

import { ArrowLeft, ArrowRight, Monitor, PanelBottom, RotateCw, Smartphone, Tablet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '../ui/icon-button'
import { AddressBar } from './address-bar'
import { PeopleMenu } from './people-menu'
import { pathOf } from './preview-state'
import type { Session } from './use-session'

export const SIZES = ['desktop', 'tablet', 'phone'] as const
export type Size = (typeof SIZES)[number]
const ICONS = { desktop: Monitor, tablet: Tablet, phone: Smartphone } as const

type ToolbarProps = {
  session: Session
  sessionId: string
  isSite: boolean
  size: Size
  onSize: (size: Size) => void
  isToolsOpen: boolean
  onTools: () => void
}

/** What a browser has above its page, and who sits in front of it. */
export function PreviewToolbar({ session, sessionId, isSite, size, onSize, isToolsOpen, onTools }: ToolbarProps) {
  const t = useTranslations('preview')
  const { places, person, stage } = session.state
  const place = places[person]
  const isReady = stage === 'interactive'
  return (
    <div role="toolbar" aria-label={t('toolbar')} className="flex h-10 shrink-0 items-center gap-1 border-b px-1.5">
      <IconButton label={t('back')} isDisabled={place?.canGoBack !== true} onClick={() => session.go(-1)}>
        <ArrowLeft />
      </IconButton>
      <IconButton label={t('forward')} isDisabled={place?.canGoForward !== true} onClick={() => session.go(1)}>
        <ArrowRight />
      </IconButton>
      <IconButton label={t('reload')} isDisabled={!isReady} onClick={session.reload}>
        <RotateCw />
      </IconButton>
      <AddressBar path={pathOf(place?.url)} isReady={isReady} onOpen={session.navigate} />
      <div role="group" aria-label={t('size')} className="flex max-md:hidden">
        {SIZES.map((name) => {
          const Icon = ICONS[name]
          return (
            <IconButton key={name} label={t(name)} isPressed={size === name} onClick={() => onSize(name)}>
              <Icon />
            </IconButton>
          )
        })}
      </div>
      <IconButton label={t('activity')} isPressed={isToolsOpen} onClick={onTools}>
        <PanelBottom />
      </IconButton>
      {!isSite && <PeopleMenu session={session} sessionId={sessionId} isReady={isReady} />}
    </div>
  )
}
