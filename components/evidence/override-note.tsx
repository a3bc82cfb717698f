'use client'

import { type SyntheticEvent, useState } from 'react'
import { overrideVersion } from '@/lib/domains/evidence/contract'
import type { Version } from '@/lib/domains/projects/contract'
import { ApiError, call } from '@/lib/http/client'
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
} from '../ui/dialog'
import { Field } from '../ui/field'
import { Textarea } from '../ui/textarea'
import { Time } from '../ui/time'

type OverrideNoteProps = {
  projectId: string
  version: number
  override: Version['override']
  onDone: () => Promise<unknown>
}

/**
 * Where a verified version is wanted, a person may take responsibility for one that is not; the reason stays with it.
 */
export function OverrideNote({ projectId, version, override, onDone }: OverrideNoteProps) {
  const [isOpen, setOpen] = useState(false)
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason'))
    setPending(true)
    setError(null)
    try {
      await call(overrideVersion, { params: { id: projectId, number: version }, body: { reason } })
      await onDone()
      setOpen(false)
    } catch (refusal) {
      setError(
        refusal instanceof ApiError
          ? (refusal.reasonFor('reason') ?? refusal.problem.detail)
          : 'That did not work. Try again.',
      )
    }
    setPending(false)
  }

  return (
    <div className="flex items-center gap-3 border-b px-4 py-2 text-xs leading-5 text-muted-foreground">
      {override === null ? (
        <p className="min-w-0 flex-1">Where a verified version is asked for, this one is refused.</p>
      ) : (
        <p className="min-w-0 flex-1">
          Used anyway: “{override.reason}” <Time value={override.at} />
        </p>
      )}
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button size="sm">{override === null ? 'Use anyway' : 'Change reason'}</Button>
        </DialogTrigger>
        <DialogContent>
          <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
            <DialogHeader>
              <DialogTitle>Use version {version} anyway?</DialogTitle>
              <DialogDescription>
                It stays incomplete, and the report stays as it is. Your reason is recorded with it.
              </DialogDescription>
            </DialogHeader>
            <Field label="Reason" error={error ?? undefined} hint="At least 10 characters.">
              {(control) => (
                <Textarea {...control} name="reason" rows={3} maxLength={500} defaultValue={override?.reason} />
              )}
            </Field>
            <DialogFooter>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Recording' : 'Use it anyway'}
              </Button>
            </DialogFooter>
          </form>
        </DialogContent>
      </Dialog>
    </div>
  )
}
