'use client'

import { useTranslations } from 'next-intl'
import { type ComponentProps, useId } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/constants'
import { Button } from '../ui/button'
import { Field } from '../ui/fields/field'
import { Input } from '../ui/fields/input'
import { FormError } from './auth-card'
import { formOf, type StoredModel } from './model-form'
import { SettingsModelTest } from './settings-model-test'
import { useModelSettings } from './use-model-settings'
import { Form } from '../ui/fields/form'

type FormState = ReturnType<typeof useModelSettings>

/** The caller's own model server. The key goes in and never comes out: only its end is shown. */
export function SettingsModel({ initial }: { initial: StoredModel }) {
  const [t, common] = [useTranslations('settings.model'), useTranslations('common')]
  const form = useModelSettings(initial)
  const { stored, errors, isChanged, isSaving, send, removeKey } = form
  return (
    <Form onSubmit={(event) => void send(event)} noValidate className="flex max-w-120 flex-col gap-3">
      <ServerFields form={form} initial={initial} />
      <DefaultModelField form={form} initial={initial} />
      <FormError text={errors.root?.message ?? null} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={isSaving || !isChanged}>
          {common(isSaving ? 'saving' : 'save')}
        </Button>
        {stored.key !== null && (
          <Button variant="danger" disabled={isSaving} onClick={removeKey}>
            {t('removeKey')}
          </Button>
        )}
        <Answer answer={form.answer} />
      </div>
      {stored.baseUrl !== null && <SettingsModelTest isReady={!isSaving && !isChanged} />}
    </Form>
  )
}

type FieldsProps = { form: FormState; initial: StoredModel }

/** Where the server is, and the key that it asks for. */
function ServerFields({ form: { stored, dropsKey, errors, register }, initial }: FieldsProps) {
  const t = useTranslations('settings.model')
  return (
    <>
      <Field
        label={t('baseUrl')}
        optional
        hint={t(dropsKey ? 'keyWillGo' : 'baseUrlHint')}
        error={errors.baseUrl?.message}
      >
        {(control) => (
          <CodeInput
            {...control}
            {...register('baseUrl')}
            type="url"
            placeholder="https://openrouter.ai/api/v1"
            // react-hook-form fills a field only once it runs; the server's page has it filled already.
            defaultValue={formOf(initial).baseUrl}
          />
        )}
      </Field>
      <Field
        label={t('key')}
        optional
        hint={stored.key === null ? t('keyHint') : t('keyStored', { lastFour: stored.key.lastFour })}
        error={errors.apiKey?.message}
      >
        {(control) => (
          <CodeInput
            {...control}
            {...register('apiKey')}
            type="password"
            placeholder={stored.key === null ? '' : `•••••••• ${stored.key.lastFour}`}
            autoComplete="new-password"
          />
        )}
      </Field>
    </>
  )
}

/** What a run uses that names no model; what the server has is offered. */
function DefaultModelField({ form: { errors, register, offered, ask }, initial }: FieldsProps) {
  const t = useTranslations('settings.model')
  const listId = useId()
  return (
    <>
      <Field
        label={t('defaultModel')}
        optional
        hint={t('defaultModelHint', { builtin: BUILTIN_MODEL })}
        error={errors.defaultModel?.message}
      >
        {(control) => (
          <CodeInput
            {...control}
            {...register('defaultModel')}
            list={listId}
            onFocus={ask}
            defaultValue={formOf(initial).defaultModel}
          />
        )}
      </Field>
      <datalist id={listId}>
        {offered.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </datalist>
    </>
  )
}

const CodeInput = (props: ComponentProps<typeof Input>) => (
  <Input autoComplete="off" spellCheck={false} className="font-mono text-[13px]" {...props} />
)

/** What the server said when it was asked; the line is always there, so that nothing moves. */
function Answer({ answer }: { answer: FormState['answer'] }) {
  const t = useTranslations('settings.model')
  const isBad = answer !== null && (answer.fault !== null || answer.count === 0)
  return (
    <p
      role="status"
      className={`min-h-5 basis-full text-xs leading-5 ${isBad ? 'text-failed' : 'text-muted-foreground'}`}
    >
      {answer !== null && (answer.fault ?? t('answers', { count: answer.count }))}
    </p>
  )
}
