'use client'

import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { MAX_MEMORY_TEXT } from '@/lib/domains/memory/constants'
import type { Memory } from '@/lib/domains/memory/contract'
import { Button } from '../ui/button'
import { Input } from '../ui/fields/input'
import { MemoryLine } from './memory-line'
import { useMemories } from './use-memories'
import { Form } from '../ui/fields/form'

/** What Devora remembers about its owner: read, corrected, forgotten, written. */
export function MemoryPanel({ initial, nextCursor }: { initial: Memory[]; nextCursor: string | null }) {
  const { memories, add, edit, forget, choose, more } = useMemories(initial, nextCursor)
  const t = useTranslations('memory')
  const { register, handleSubmit, reset, setError, formState } = useForm({ defaultValues: { text: '' } })
  const error = formState.errors.text?.message
  const send = handleSubmit(async ({ text }) => {
    const refusal = text.trim() === '' ? t('empty') : await add(text.trim())
    if (refusal === null) reset()
    else setError('text', { message: refusal })
  })
  return (
    <div className="flex flex-col gap-3">
      <Form onSubmit={(event) => void send(event)} noValidate className="flex flex-col gap-1">
        <div className="flex gap-2">
          <Input
            aria-label={t('new')}
            aria-invalid={error !== undefined || undefined}
            aria-describedby="new-memory-note"
            placeholder={t('example')}
            maxLength={MAX_MEMORY_TEXT}
            {...register('text')}
          />
          <Button type="submit" className="h-9" disabled={formState.isSubmitting}>
            {t('remember')}
          </Button>
        </div>
        <p
          id="new-memory-note"
          role={error === undefined ? undefined : 'alert'}
          className="min-h-4 text-xs leading-4 text-failed"
        >
          {error}
        </p>
      </Form>
      {memories.length === 0 ? (
        <p className="rounded-lg border border-dashed p-4 text-sm leading-6 text-muted-foreground">{t('none')}</p>
      ) : (
        <ul aria-label={t('list')} className="flex flex-col divide-y rounded-lg border">
          {memories.map((memory) => (
            <li key={memory.id}>
              <MemoryLine
                memory={memory}
                onEdit={(next) => edit(memory.id, next)}
                onForget={() => forget(memory.id)}
                onScope={(scope) => choose(memory.id, scope)}
              />
            </li>
          ))}
        </ul>
      )}
      {more !== null && (
        <Button className="self-start" onClick={more}>
          {t('older')}
        </Button>
      )}
    </div>
  )
}
