'use client'

import { Check, TriangleAlert } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { ModelChoice, ModelList as Models } from '@/lib/domains/accounts/contract'
import { cn } from '../../ui/cn'
import { findModels, modelDetail, modelName } from './model-words'

/** More than so many, and one looks for a name instead of reading all. */
const SEARCH_FROM = 9

type ModelListProps = { models: Models; chosen: string; onChoose: (id: string) => void }

/** A list box: arrows move, Enter chooses; with many models one types a part of the name. */
export function ModelList({ models, chosen, onChoose }: ModelListProps) {
  const t = useTranslations('prompt.models')
  const [typed, setTyped] = useState('')
  const shown = findModels(models.items, typed, t)
  const hasSearch = models.items.length >= SEARCH_FROM
  const start = models.items.findIndex(({ id }) => id === chosen)
  const { id, list, at, setActive, focusable } = useListBox(shown, start, hasSearch, onChoose)
  return (
    // Focus goes to the first of these that can have it when the list opens: what is typed into, else the list box.
    <div className="flex flex-col">
      {hasSearch && (
        <input
          type="text"
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-label={t('find')}
          aria-autocomplete="list"
          placeholder={t('find')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          className={cn(
            'h-10 rounded-t-lg border-b bg-transparent px-3 text-sm',
            '-outline-offset-2 placeholder:text-muted-foreground',
          )}
          {...focusable}
        />
      )}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('label')}
        tabIndex={hasSearch ? -1 : 0}
        className="max-h-72 overflow-auto p-1 -outline-offset-2"
        {...(hasSearch ? {} : focusable)}
      >
        {shown.map((model, index) => (
          <ModelOption
            key={model.id}
            id={`${id}-${index}`}
            model={model}
            isChosen={model.id === chosen}
            isActive={index === at}
            onPoint={() => setActive(index)}
            onChoose={() => onChoose(model.id)}
          />
        ))}
      </div>
      {shown.length === 0 && <p className="px-3 pb-3 text-xs text-muted-foreground">{t('noneSuch', { typed })}</p>}
      <Footer models={models} />
    </div>
  )
}

/** The keys of a list box. `start`: where it begins, -1 for the top. */
function useListBox(shown: readonly ModelChoice[], start: number, hasSearch: boolean, onChoose: (id: string) => void) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(Math.max(0, start))
  const at = Math.min(active, shown.length - 1)
  useEffect(() => {
    // Not returned: newer browsers answer a promise, which React would take for a clean-up.
    void list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  function onKeyDown(event: KeyboardEvent) {
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      ...(hasSearch ? {} : { Home: 0, End: shown.length - 1 }),
    }
    const next = steps[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setActive(Math.max(0, Math.min(shown.length - 1, next)))
    } else if (event.key === 'Enter' || (event.key === ' ' && !hasSearch)) {
      event.preventDefault()
      const model = shown[at]
      if (model !== undefined) onChoose(model.id)
    }
  }
  const focusable = { onKeyDown, 'aria-activedescendant': shown[at] === undefined ? undefined : `${id}-${at}` }
  return { id, list, at, setActive, focusable }
}

type ModelOptionProps = {
  id: string
  model: ModelChoice
  isChosen: boolean
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}

function ModelOption({ id, model, isChosen, isActive, onPoint, onChoose }: ModelOptionProps) {
  const t = useTranslations('prompt.models')
  const locale = useLocale()
  return (
    // Focus stays on the list box, which has the keys; an option is only pointed at (WAI-ARIA: aria-activedescendant).
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={cn('flex cursor-default items-start gap-2 rounded-sm px-2 py-1.5', isActive && 'bg-muted')}
    >
      <Check aria-hidden className={cn('mt-0.5 size-4 shrink-0', !isChosen && 'invisible')} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate text-sm">{modelName(model, t)}</span>
          <span className="shrink-0 text-[11px] text-muted-foreground">{t(`sources.${model.source}`)}</span>
        </span>
        <span className="text-xs leading-4 text-muted-foreground">{modelDetail(model, t, locale)}</span>
      </span>
    </div>
  )
}

/** Which servers do not answer, and where a model comes from. */
function Footer({ models: { items, unavailable } }: { models: Models }) {
  const t = useTranslations('prompt.models')
  return (
    <>
      {unavailable.map(({ source, detail }) => (
        <p key={source} className="flex items-start gap-2 border-t px-3 py-2 text-xs leading-5 text-pending">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{t('unavailable', { source: t(`sources.${source}`), detail })}</span>
        </p>
      ))}
      <Link
        href="/settings#model"
        className="border-t px-3 py-2 text-xs text-muted-foreground -outline-offset-2 hover:text-foreground"
      >
        {items.length === 1 && unavailable.length === 0 ? t('noneYet') : t('yours')}
      </Link>
    </>
  )
}
