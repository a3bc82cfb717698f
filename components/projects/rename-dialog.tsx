'use client'

import { type SyntheticEvent, useState } from 'react'
import { Button } from '../ui/button'
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '../ui/dialog'
import { Field } from '../ui/field'
import { Input } from '../ui/input'

/** `onRename` answers why the name was refused, or null. */
type RenameDialogProps = {
  name: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onRename: (name: string) => Promise<string | null>
}

export function RenameDialog({ name, isOpen, onOpenChange, onRename }: RenameDialogProps) {
  const [error, setError] = useState<string | null>(null)
  const [isPending, setPending] = useState(false)
  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault()
    setPending(true)
    const refusal = await onRename(String(new FormData(event.currentTarget).get('name')))
    setPending(false)
    setError(refusal)
    if (refusal === null) onOpenChange(false)
  }
  function change(open: boolean) {
    setError(null)
    onOpenChange(open)
  }
  return (
    <Dialog open={isOpen} onOpenChange={change}>
      <DialogContent>
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <DialogHeader>
            <DialogTitle>Rename</DialogTitle>
            <DialogDescription>The address of the project stays the same.</DialogDescription>
          </DialogHeader>
          <Field label="Name" error={error ?? undefined}>
            {(control) => (
              <Input
                {...control}
                name="name"
                defaultValue={name}
                required
                maxLength={100}
                onFocus={(event) => event.currentTarget.select()}
              />
            )}
          </Field>
          <DialogFooter>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={isPending}>
              {isPending ? 'Renaming' : 'Rename'}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}
