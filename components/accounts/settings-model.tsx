'use client'

import { useTranslations } from 'next-intl'
import { type SyntheticEvent, useState } from 'react'
import { toast } from 'sonner'
import {
  BUILTIN_MODEL,
  listModels,
  type Settings,
  updateSettings,
  type UpdateSettingsInput,
} from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { FormError } from './auth-card'
import { SettingsModelTest } from './settings-model-test'
import { readRefusal } from './settings-refusal'

type Model = Settings['model']
const NAMES = { 'model.baseUrl': 'baseUrl', 'model.apiKey': 'apiKey', 'model.defaultModel': 'defaultModel' } as const
type Errors = Partial<Record<(typeof NAMES)[keyof typeof NAMES], string>>

/** What of the form is to be sent; what is as it was stays out, an emptied field is null. Pure. */
export function changesOf(
  stored: Model,
  form: { baseUrl: string; apiKey: string; defaultModel: string },
): NonNullable<UpdateSettingsInput['model']> {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  const [baseUrl, defaultModel] = [orNull(form.baseUrl), orNull(form.defaultModel)]
  return {
    ...(baseUrl === stored.baseUrl ? {} : { baseUrl }),
    ...(defaultModel === stored.defaultModel ? {} : { defaultModel }),
    ...(form.apiKey.trim() === '' ? {} : { apiKey: form.apiKey.trim() }),
  }
}

/** The caller's own model server. The key goes in and never comes out: only its end is shown. */
export function SettingsModel({ initial }: { initial: Model }) {
  const common = useTranslations('common')
  const [stored, setStored] = useState(initial)
  const [form, setForm] = useState({
    baseUrl: initial.baseUrl ?? '',
    apiKey: '',
    defaultModel: initial.defaultModel ?? '',
  })
  const [errors, setErrors] = useState<Errors>({})
  const [formError, setFormError] = useState<string | null>(null)
  const [isPending, setPending] = useState(false)
  const [answer, setAnswer] = useState<{ text: string; isGood: boolean } | null>(null)
  const [offered, setOffered] = useState<string[]>([])
  const changes = changesOf(stored, form)
  const isChanged = Object.keys(changes).length > 0
  const dropsKey = stored.key !== null && 'baseUrl' in changes && !('apiKey' in changes)
  const type = (field: keyof typeof form) => (event: { target: { value: string } }) => {
    setForm({ ...form, [field]: event.target.value })
    setErrors({ ...errors, [field]: undefined })
  }

  async function save(model: NonNullable<UpdateSettingsInput['model']>) {
    setPending(true)
    setErrors({})
    setFormError(null)
    setAnswer(null)
    try {
      const saved = await call(updateSettings, { body: { model } })
      setStored(saved.model)
      setForm({ baseUrl: saved.model.baseUrl ?? '', apiKey: '', defaultModel: saved.model.defaultModel ?? '' })
      toast(saved.keyDropped ? 'Saved. The key of the old server is gone' : 'Saved')
      if (saved.model.baseUrl !== null) void ask()
    } catch (error) {
      const refusal = readRefusal(error, NAMES, common('failed'))
      setErrors(refusal.fields)
      setFormError(refusal.form)
    }
    setPending(false)
  }
  /** Saved is not yet working: ask the server what it has. */
  async function ask() {
    try {
      const { items, unavailable } = await call(listModels, {})
      const fault = unavailable.find(({ source }) => source === 'own')
      const own = items.filter(({ source }) => source === 'own')
      const count = own.length
      setOffered(own.map(({ id }) => id))
      setAnswer(
        fault === undefined
          ? { text: `The server answers: ${count} ${count === 1 ? 'model' : 'models'}.`, isGood: count > 0 }
          : { text: fault.detail, isGood: false },
      )
    } catch {
      setAnswer(null)
    }
  }
  function submit(event: SyntheticEvent) {
    event.preventDefault()
    if (isChanged) void save(changes)
  }

  return (
    <form onSubmit={submit} noValidate className="flex max-w-120 flex-col gap-3">
      <Field
        label="Base URL"
        optional
        hint={
          dropsKey
            ? 'The stored key belongs to the old address and will be dropped. Enter the key of this server.'
            : 'OpenAI’s protocol: OpenRouter, OpenAI, Ollama, a gateway of your company.'
        }
        error={errors.baseUrl}
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            name="baseUrl"
            placeholder="https://openrouter.ai/api/v1"
            value={form.baseUrl}
            onChange={type('baseUrl')}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-[13px]"
          />
        )}
      </Field>
      <Field
        label="Key"
        optional
        hint={
          stored.key === null
            ? 'Stored encrypted. Nobody can read it again, you neither.'
            : `Stored: •••• ${stored.key.lastFour}. Type to replace it.`
        }
        error={errors.apiKey}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            name="model-key"
            placeholder={stored.key === null ? '' : `•••••••• ${stored.key.lastFour}`}
            value={form.apiKey}
            onChange={type('apiKey')}
            autoComplete="new-password"
            className="font-mono text-[13px]"
          />
        )}
      </Field>
      <Field
        label="Default model"
        optional
        hint={`What a run uses when you choose none; “${BUILTIN_MODEL}” for the built-in makers.`}
        error={errors.defaultModel}
      >
        {(control) => (
          <Input
            {...control}
            name="defaultModel"
            list="offered-models"
            onFocus={() => void (stored.baseUrl !== null && offered.length === 0 && ask())}
            value={form.defaultModel}
            onChange={type('defaultModel')}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-[13px]"
          />
        )}
      </Field>
      <datalist id="offered-models">
        {offered.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </datalist>
      <FormError text={formError} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={isPending || !isChanged}>
          {isPending ? 'Saving' : 'Save'}
        </Button>
        {stored.key !== null && (
          <Button variant="danger" disabled={isPending} onClick={() => void save({ apiKey: null })}>
            Remove the key
          </Button>
        )}
        <p
          role="status"
          className={`min-h-5 basis-full text-xs leading-5 ${answer?.isGood === false ? 'text-failed' : 'text-muted-foreground'}`}
        >
          {answer?.text}
        </p>
      </div>
      {stored.baseUrl !== null && <SettingsModelTest isReady={!isPending && !isChanged} />}
    </form>
  )
}
