'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { AskView, getPicture } from '@/lib/domains/evidence/contract'
import { addressOf } from '@/lib/http/client'

/** Loaded when somebody wants to see a picture larger. */
const PictureDialog = dynamic(async () => (await import('./picture-dialog')).PictureDialog, { ssr: false })

/** Whose picture it is: an ask of a version of a project. */
export type PictureOf = { projectId: string; version: number; ask: string }
type ScenarioPictureProps = { of: PictureOf; picture: AskView['pictures'][number]; title: string }

/**
 * The page at which a scenario ended, small. It is the project's own page: its frame lets it do nothing, and its
 * address sends a policy that says the same.
 */
export function ScenarioPicture({ of, picture, title }: ScenarioPictureProps) {
  const t = useTranslations('evidence.asked.picture')
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  if (picture.isTooLarge) return <p className="text-xs leading-5 text-muted-foreground">{t('tooLarge')}</p>
  const { projectId: id, version: number, ask } = of
  const { scenario } = picture
  const address = addressOf<typeof getPicture>('/projects/{id}/versions/{number}/asks/{ask}/pictures/{scenario}', {
    id,
    number,
    ask,
    scenario,
  })
  return (
    <>
      <div className="relative h-37.5 w-60 overflow-hidden rounded-md border bg-white">
        <iframe
          sandbox=""
          src={address}
          title={title}
          loading="lazy"
          tabIndex={-1}
          aria-hidden
          className="pointer-events-none absolute top-0 left-0 h-187.5 w-300 origin-top-left scale-20"
        />
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={t('enlarge', { title })}
          onClick={() => {
            setOpened(true)
            setOpen(true)
          }}
          className="absolute inset-0 cursor-zoom-in rounded-md -outline-offset-2"
        />
      </div>
      {wasOpened && (
        <PictureDialog address={address} path={picture.path} title={title} isOpen={isOpen} onOpenChange={setOpen} />
      )}
    </>
  )
}
