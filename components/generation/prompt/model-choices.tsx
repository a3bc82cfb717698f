'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ModelList as Models } from '@/lib/domains/accounts/contract'
import type { Opened } from '../../ui/overlays/on-demand'
import { OpenedPopover } from '../../ui/overlays/popover'
import { ModelList } from './model-list'

export type ModelChoicesProps = { models: Models; chosen: string; onChoose: (id: string) => void }

export function ModelChoices({ models, chosen, onChoose, trigger }: ModelChoicesProps & Opened) {
  const t = useTranslations('prompt.models')
  const [isOpen, setOpen] = useState(true)
  return (
    <OpenedPopover
      trigger={trigger}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="start"
      className="w-88 p-0"
      aria-label={t('who')}
    >
      <ModelList
        models={models}
        chosen={chosen}
        onChoose={(id) => {
          onChoose(id)
          setOpen(false)
        }}
      />
    </OpenedPopover>
  )
}
