'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { overrideVersion } from '@/lib/domains/evidence/contract'
import type { Version } from '@/lib/domains/projects/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { Button } from '../ui/button'
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from '../ui/overlays/dialog'
import { Field } from '../ui/fields/field'
import { Textarea } from '../ui/fields/textarea'
import { Time } from '../ui/text/time'
import { useSingleMutation } from '../ui/use-single-mutation'
import { Form } from '../ui/fields/form'

type OverrideNoteProps = {
  projectId: string
  version: number
  override: Version['override']
  onDone: () => Promise<unknown>
}

const MIN_REASON = 10
const Input = z.object({ reason: z.string().trim().min(MIN_REASON).max(500) })

/**
 * Where a verified version is wanted, a person may take responsibility for one that is not; the reason stays with it.
 */
export function OverrideNote(props: OverrideNoteProps) {
  const { override } = props
  const t = useTranslations('evidence.override')
  const [isOpen, setOpen] = useState(false)
  // Here and not in the dialog: what was typed is still there when it is opened again.
  const form = useReason(override)
  return (
    <div className="flex items-center gap-3 border-b px-4 py-2 text-xs leading-5 text-muted-foreground">
      {override === null ? (
        <p className="min-w-0 flex-1">{t('refused')}</p>
      ) : (
        <p className="min-w-0 flex-1">
          {t('usedAnyway', { reason: override.reason })} <Time value={override.at} />
        </p>
      )}
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button size="sm">{override === null ? t('use') : t('change')}</Button>
        </DialogTrigger>
        <DialogContent>
          <OverrideForm {...props} form={form} onClose={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </div>
  )
}

const useReason = (override: Version['override']) =>
  useForm({ resolver: zodResolver(Input), defaultValues: { reason: override?.reason ?? '' } })

type OverrideFormProps = Omit<OverrideNoteProps, 'override'> & {
  form: ReturnType<typeof useReason>
  onClose: () => void
}

function OverrideForm({ projectId, version, form, onDone, onClose }: OverrideFormProps) {
  const [t, common] = [useTranslations('evidence.override'), useTranslations('common')]
  const errorText = useErrorText()
  const record = useSingleMutation({
    mutationFn: async (body: z.infer<typeof Input>) => {
      await call(overrideVersion, { params: { id: projectId, number: version }, body })
      await onDone()
    },
    onSuccess: onClose,
    onError: (refusal) =>
      form.setError('reason', {
        message: errorText(refusal, { field: 'reason' }),
      }),
  })
  const fault = form.formState.errors.reason
  return (
    <Form
      noValidate
      onSubmit={(event) => void form.handleSubmit((value) => record.mutate(value))(event)}
      className="flex flex-col gap-4"
    >
      <DialogHeader>
        <DialogTitle>{t('ask', { version })}</DialogTitle>
        <DialogDescription>{t('text')}</DialogDescription>
      </DialogHeader>
      <Field
        label={t('reason')}
        error={fault === undefined ? undefined : fault.type === 'too_small' ? t('tooShort') : fault.message}
        hint={t('hint', { count: MIN_REASON })}
      >
        {(control) => <Textarea {...control} {...form.register('reason')} rows={3} maxLength={500} />}
      </Field>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{common('cancel')}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={record.isPending}>
          {record.isPending ? t('recording') : t('useIt')}
        </Button>
      </DialogFooter>
    </Form>
  )
}
