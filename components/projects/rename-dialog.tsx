'use client'

import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
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
import { Input } from '../ui/fields/input'
import { Form } from '../ui/fields/form'

/** `onRename` answers why the name was refused, or null. */
type RenameDialogProps = {
  name: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onRename: (name: string) => Promise<string | null>
}

export function RenameDialog({ name, isOpen, onOpenChange, onRename }: RenameDialogProps) {
  const [t, common] = [useTranslations('projects'), useTranslations('common')]
  const { register, handleSubmit, reset, setError, formState } = useForm({ values: { name } })
  const send = handleSubmit(async (input) => {
    const refusal = await onRename(input.name)
    if (refusal === null) onOpenChange(false)
    else setError('name', { message: refusal })
  })
  function change(open: boolean) {
    reset()
    onOpenChange(open)
  }
  return (
    <Dialog open={isOpen} onOpenChange={change}>
      <DialogContent>
        <Form onSubmit={(event) => void send(event)} noValidate className="flex flex-col gap-4">
          <DialogHeader>
            <DialogTitle>{t('rename')}</DialogTitle>
            <DialogDescription>{t('renameNote')}</DialogDescription>
          </DialogHeader>
          <Field label={t('name')} error={formState.errors.name?.message}>
            {(control) => (
              <Input
                {...control}
                {...register('name')}
                maxLength={100}
                onFocus={(event) => event.currentTarget.select()}
              />
            )}
          </Field>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{common('cancel')}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={formState.isSubmitting}>
              {t(formState.isSubmitting ? 'renaming' : 'rename')}
            </Button>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  )
}
