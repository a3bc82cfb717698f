'use client'

import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { MAX_MEMORY_TEXT } from '@/lib/domains/memory/constants'
import { Button } from '../ui/button'
import { Textarea } from '../ui/fields/textarea'
import { Form } from '../ui/fields/form'

type MemoryEditProps = {
  text: string
  /** Answers why the text was refused, or null. */
  onEdit: (text: string) => Promise<string | null>
  onClose: () => void
}

/** A memory in other words, in place of its line. */
export function MemoryEdit({ text, onEdit, onClose }: MemoryEditProps) {
  const [t, common] = [useTranslations('memory'), useTranslations('common')]
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { text } })
  const error = formState.errors.text?.message
  const send = handleSubmit(async (typed) => {
    const wanted = typed.text.trim()
    if (wanted === text) return onClose()
    const refusal = wanted === '' ? t('emptyEdit') : await onEdit(wanted)
    if (refusal === null) onClose()
    else setError('text', { message: refusal })
  })
  return (
    <Form onSubmit={(event) => void send(event)} noValidate className="flex flex-col gap-2 p-3">
      <Textarea
        {...register('text')}
        // It comes in place of the button that opened it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        rows={3}
        aria-label={t('what')}
        aria-invalid={error !== undefined || undefined}
        maxLength={MAX_MEMORY_TEXT}
      />
      <div className="flex items-center gap-2">
        <p role="alert" className="min-w-0 flex-1 text-xs leading-4 text-failed">
          {error}
        </p>
        <Button size="sm" variant="ghost" onClick={onClose}>
          {common('cancel')}
        </Button>
        <Button size="sm" type="submit" disabled={formState.isSubmitting}>
          {common('save')}
        </Button>
      </div>
    </Form>
  )
}
