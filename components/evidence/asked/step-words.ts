'use client'

import { useTranslations } from 'next-intl'
import type { AskView } from '@/lib/domains/evidence/contract'

export type AskStep = AskView['scenarios'][number]['steps'][number]

/** A name as people write it; the visitor and the admin have none. */
const nameOf = (who: string): string => who.charAt(0).toUpperCase() + who.slice(1)

/** Words that are another in every run are left out: "Tokyo #1" is "Tokyo", and "#1" is nothing. */
const spoken = (text: string): string => text.replace(/\s*#\d+/g, '').trim()

/** The steps of a scenario as sentences: who does what. Whoever did the last step does the next one. */
export function useStepWords(): (steps: readonly AskStep[]) => string[] {
  const t = useTranslations('evidence.asked')
  return (steps) => {
    let who = 'visitor'
    return steps.map((step) => {
      who = step.as ?? who
      const name = who === 'visitor' ? t('visitor') : who === 'admin' ? t('admin') : nameOf(who)
      const beside =
        'beside' in step && step.beside !== undefined ? t('beside', { text: spoken(step.beside) || t('madeUp') }) : ''
      const said = (text: string): string => spoken(text) || t('madeUp')
      switch (step.do) {
        case 'visit':
          return t('steps.visit', { name, path: step.path })
        case 'note':
          return t('steps.note', { name })
        case 'follow':
          return t('steps.follow', { name, link: said(step.link), beside })
        case 'fill':
          return t('steps.fill', { name, label: step.label, value: said(step.value), beside })
        case 'choose':
          return t('steps.choose', { name, label: step.label, option: said(step.option), beside })
        case 'tick':
          return t(step.on === false ? 'steps.untick' : 'steps.tick', { name, label: step.label, beside })
        case 'upload':
          return t('steps.upload', { name, label: step.label, file: step.file, beside })
        case 'press':
          return t('steps.press', { name, button: said(step.button), beside })
        case 'drag':
          return t('steps.drag', { name, item: said(step.item), onto: said(step.onto) })
        case 'wait':
          return t('steps.wait', { name, text: said(step.until) })
        case 'see':
          return t('steps.see', { name, text: said(step.text), beside })
        case 'not_see':
          return t('steps.notSee', { name, text: said(step.text), beside })
        case 'order':
          return t('steps.order', { name, texts: step.texts.map((text) => `“${said(text)}”`).join(', ') })
        case 'see_colour':
          return t(step.of === 'background' ? 'steps.seeBackground' : 'steps.seeComponent', {
            name,
            colour: step.colour,
          })
        case 'count':
          return t('steps.count', { name, text: said(step.text), count: step.is })
        case 'refused':
          return t('steps.refused', { name })
        case 'download':
          return t('steps.download', { name, from: said(step.from), text: said(step.text), beside })
      }
    })
  }
}
