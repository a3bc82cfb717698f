'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AskedView } from '@/lib/domains/evidence/contract'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { type AskActions, AskDetail } from './ask-detail'
import { litPieces, type Piece } from './lit-pieces'
import { LitPrompt } from './lit-prompt'
import { useAskedWords } from '../../projects/asked-words'

type AskedPanelProps = {
  projectId: string
  asked: AskedView
  /** Null where nobody can change anything: an older version, a run under way. */
  actions: AskActions | null
}
type Chosen = { prompt: number; piece: Piece }

/** What was asked, in the words of whoever asked: lit stretch by stretch, each open to how it was tried. */
export function AskedPanel({ projectId, asked, actions }: AskedPanelProps) {
  const t = useTranslations('evidence.asked')
  const { whole } = useAskedWords()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  if (asked.prompts.length === 0) return null
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3 border-b p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-[13px] font-medium">{t('title')}</h3>
        <p className="text-xs text-muted-foreground">{whole(asked.asked)}</p>
      </div>
      {[...asked.prompts.keys()].map((at) => (
        <div key={at} className="flex flex-col gap-2">
          <LitPrompt
            pieces={litPieces(asked, at)}
            chosen={chosen?.prompt === at ? chosen.piece.from : null}
            onChoose={(piece) =>
              setChosen(chosen?.prompt === at && chosen.piece.from === piece.from ? null : { prompt: at, piece })
            }
          />
          {chosen?.prompt === at && (
            <Detail projectId={projectId} asked={asked} piece={chosen.piece} actions={actions} />
          )}
        </div>
      ))}
    </section>
  )
}

function Detail({ projectId, asked, piece, actions }: AskedPanelProps & { piece: Piece }) {
  const t = useTranslations('evidence.asked')
  const ask = asked.asks.find(({ id }) => id === piece.ask)
  if (ask !== undefined) return <AskDetail of={{ projectId, version: asked.version }} ask={ask} actions={actions} />
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border bg-surface p-3">
      <Badge>{t('states.not_understood')}</Badge>
      <p className="text-xs leading-5 text-muted-foreground">{t('notUnderstoodWhy')}</p>
      {actions !== null && (
        <Button size="sm" onClick={() => actions.say(t('sayAnewPrompt', { words: piece.text.trim() }))}>
          {t('sayAnew')}
        </Button>
      )}
    </div>
  )
}
