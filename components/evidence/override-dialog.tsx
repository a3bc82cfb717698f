'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import type { overrideVersion } from '@/lib/domains/evidence/contract'
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
} from '../ui/overlays/dialog'
import { Field } from '../ui/fields/field'
import { Form } from '../ui/fields/form'
import { Textarea } from '../ui/fields/textarea'
import { useSingleMutation } from '../ui/use-single-mutation'

export type OverrideProps = {
  projectId: string
  version: number
  override: Version['override']
  onDone: () => Promise<unknown>
}
type OverrideDialogProps = OverrideProps & { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }

const MIN_REASON = 10
const Input = z.object({ reason: z.string().trim().min(MIN_REASON).max(500) })

/** Asks why a version is used that is not verified. It stays while it is closed, with what was typed. */
export function OverrideDialog({ isOpen, onOpenChange, override, ...rest }: OverrideDialogProps) {
  const form = useReason(override)
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent>
        <OverrideForm {...rest} form={form} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  )
}

const useReason = (override: Version['override']) =>
  useForm({ resolver: zodResolver(Input), defaultValues: { reason: override?.reason ?? '' } })

type OverrideFormProps = Omit<OverrideProps, 'override'> & {
  form: ReturnType<typeof useReason>
  onClose: () => void
}

function OverrideForm({ projectId, version, form, onDone, onClose }: OverrideFormProps) {
  const [t, common] = [useTranslations('evidence.override'), useTranslations('common')]
  const errorText = useErrorText()
  const record = useSingleMutation({
    mutationFn: async (body: z.infer<typeof Input>) => {
      await call<typeof overrideVersion>('POST /projects/{id}/versions/{number}/override', {
        params: { id: projectId, number: version },
        body,
      })
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
