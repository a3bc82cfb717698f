'use client'

import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Template } from '@/lib/domains/generation/contract'
import { EXAMPLES } from './examples'
import { keepPrompt } from './kept-prompt'
import { PromptBox } from './prompt-box'
import { PromptChoices } from './prompt-choices'
import { usePromptOptions } from './prompt-options'
import { useAttachments } from './use-attachments'
import { useGenerate } from './use-generate'
import { cn } from '../../ui/cn'

/** `template`: the prompt begins with its sentence. */
type HomePromptProps = { isSignedIn: boolean; template: Pick<Template, 'slug' | 'prompt'> | null }

/** The front door. Signed out, the prompt is kept through sign-up and started right after it. */
export function HomePrompt({ isSignedIn, template }: HomePromptProps) {
  const t = useTranslations('prompt')
  const router = useRouter()
  const [value, setValue] = useState(template?.prompt ?? '')
  const [isLeaving, setLeaving] = useState(false)
  const { start, isSending, error } = useGenerate()
  const options = usePromptOptions({ isSignedIn })
  const attachments = useAttachments()

  // The choice is for an application; a site or an answer begins with nothing.
  const isApp = (options.options.mode ?? 'fullstack') === 'fullstack'
  const chosen = template !== null && isApp ? { template: template.slug } : {}

  function send(prompt: string) {
    if (isSignedIn) return start(prompt, { ...options.options, ...attachments.options, ...chosen })
    keepPrompt(prompt, options.options)
    setLeaving(true)
    router.push(`/sign-up?next=${encodeURIComponent('/projects?start=1')}`)
  }

  return (
    <div className="flex flex-col gap-3">
      <PromptBox
        label={t('build')}
        placeholder={t('buildExample')}
        value={value}
        onChange={setValue}
        onSend={send}
        isSending={isSending || isLeaving}
        error={error}
        // Signed out only the text, the mode and plan-first are kept through sign-up.
        attachments={isSignedIn ? attachments : undefined}
        choices={<PromptChoices options={options} isSignedIn={isSignedIn} />}
      />
      <ul className="flex flex-wrap gap-2" aria-label={t('examplesLabel')}>
        {EXAMPLES.map((example) => (
          <li key={example}>
            <button
              type="button"
              title={t(`examples.${example}.prompt`)}
              onClick={() => setValue(t(`examples.${example}.prompt`))}
              className={cn(
                'h-7 rounded-md border px-2.5 text-[13px] text-muted-foreground transition-colors',
                'duration-100 hover:border-input hover:text-foreground',
              )}
            >
              {t(`examples.${example}.title`)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
