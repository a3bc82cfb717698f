'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Field } from '../ui/fields/field'
import { Select } from '../ui/fields/select'
import { Switch } from '../ui/fields/switch'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '../ui/overlays/dialog'
import { ShareLinkLine } from './share-link-line'
import { useShares } from './use-shares'
import { Form } from '../ui/fields/form'

type ShareDialogProps = {
  projectId: string
  /** The version that is looked at, which a link shows unless it shall follow the newest. */
  version: number
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Links that show the project to somebody without an account: made, copied, withdrawn. */
export default function ShareDialog({ projectId, version, isOpen, onOpenChange }: ShareDialogProps) {
  const t = useTranslations('share')
  const { links, refusal, copy, create, revoke } = useShares(projectId, isOpen)
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-130 grid-rows-[auto_auto_minmax(0,1fr)]">
        <DialogHeader>
          <DialogTitle>{t('title')}</DialogTitle>
          <DialogDescription>{t('note')}</DialogDescription>
        </DialogHeader>
        <NewLink
          version={version}
          isSending={create.isPending}
          refusal={refusal}
          onCreate={(choice) => create.mutate(choice)}
        />
        {links !== null && links.length > 0 && (
          <ul aria-label={t('links')} className="-mx-6 min-h-0 divide-y overflow-auto border-t px-6">
            {links.map((link) => (
              <ShareLinkLine
                key={link.id}
                link={link}
                isRevoking={revoke.isPending && revoke.variables.id === link.id}
                onCopy={() => void copy(link)}
                onRevoke={() => revoke.mutate(link)}
              />
            ))}
          </ul>
        )}
      </DialogContent>
    </Dialog>
  )
}

const DAYS = [1, 7, 30, 90] as const

type Choice = { days: number; withConversation: boolean; version: number | 'newest' }
type NewLinkProps = {
  version: number
  isSending: boolean
  refusal: string | null
  onCreate: (choice: Choice) => void
}

function NewLink({ version, isSending, refusal, onCreate }: NewLinkProps) {
  const t = useTranslations('share')
  const [days, setDays] = useState(30)
  const [followsNewest, setFollowsNewest] = useState(false)
  const [withConversation, setWithConversation] = useState(false)
  return (
    <Form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        onCreate({ days, withConversation, version: followsNewest ? 'newest' : version })
      }}
    >
      <div className="grid gap-x-3 sm:grid-cols-2">
        <Field label={t('shows')}>
          {(control) => (
            <Select
              {...control}
              value={followsNewest ? 'newest' : 'this'}
              onChange={({ target }) => setFollowsNewest(target.value === 'newest')}
            >
              <option value="this">{t('thisVersion', { version })}</option>
              <option value="newest">{t('newest')}</option>
            </Select>
          )}
        </Field>
        <Field label={t('ends')}>
          {(control) => (
            <Select {...control} value={days} onChange={({ target }) => setDays(Number(target.value))}>
              {DAYS.map((count) => (
                <option key={count} value={count}>
                  {t('days', { count })}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <label className="flex items-center gap-3 text-sm">
        <Switch checked={withConversation} onCheckedChange={setWithConversation} />
        {t('withConversation')}
      </label>
      <p role="alert" className="min-h-5 pt-1 text-xs leading-4 text-failed">
        {refusal}
      </p>
      <Button type="submit" variant="primary" className="self-end" disabled={isSending}>
        {t(isSending ? 'creating' : 'create')}
      </Button>
    </Form>
  )
}
