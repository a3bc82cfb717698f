'use client'

import { useTranslations } from 'next-intl'
import type { AskedPieces } from '@/lib/domains/runs/reduce'
import { piecesOf } from './lit-pieces'
import { LitPrompt } from './lit-prompt'

/** The sentence while its run goes: what was understood of it at once, what is proven as soon as it is. */
export function LiveAsked({ asked }: { asked: AskedPieces }) {
  const t = useTranslations('evidence.asked')
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3 border-b p-4">
      <h3 className="text-[13px] font-medium">{t('title')}</h3>
      <LitPrompt pieces={piecesOf(asked)} />
    </section>
  )
}
