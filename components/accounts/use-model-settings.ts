'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { toast } from '../ui/notices/notices'
import type { listModels, updateSettings } from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { useSingleMutation } from '../ui/use-single-mutation'
import { changesOf, formOf, type ModelChanges, type StoredModel } from './model-form'
import { readRefusal } from './settings-refusal'

const FIELDS = { 'model.baseUrl': 'baseUrl', 'model.apiKey': 'apiKey', 'model.defaultModel': 'defaultModel' } as const

/** The form of the caller's own model server: what is stored, what is typed, and what the server answers. */
export function useModelSettings(initial: StoredModel) {
  const [t, common] = [useTranslations('settings.model'), useTranslations('common')]
  const errorText = useErrorText()
  const { control, register, handleSubmit, reset, setError, clearErrors, formState } = useForm({
    defaultValues: formOf(initial),
  })
  const client = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  // Not the mutation's own answer: that is gone while the next one is under way, and after a refusal.
  const [stored, setStored] = useState(initial)
  const { data: models } = useQuery({
    queryKey: ['models', 'of settings'],
    enabled: isAsked,
    queryFn: ({ signal }) => call<typeof listModels>('GET /models', {}, { signal }),
  })
  const saving = useSingleMutation({
    mutationFn: (model: ModelChanges) => call<typeof updateSettings>('PATCH /settings', { body: { model } }),
    onMutate: () => clearErrors(),
    onSuccess: ({ model, keyDropped }) => {
      setStored(model)
      reset(formOf(model))
      toast(keyDropped ? t('keyDropped') : common('saved'))
      // Saved is not yet working: the server is asked what it has. What is known of the old one no longer holds.
      setAsked(model.baseUrl !== null)
      void client.resetQueries({ queryKey: ['models'] })
    },
    onError: (error) => {
      const { fields, form } = readRefusal(error, FIELDS, errorText)
      for (const name of Object.values(FIELDS))
        if (fields[name] !== undefined) setError(name, { message: fields[name] }, { shouldFocus: true })
      if (form !== null) setError('root', { message: form })
    },
  })
  const changes = changesOf(stored, useWatch({ control }) as ReturnType<typeof formOf>)
  const isChanged = Object.keys(changes).length > 0
  const own = models?.items.filter(({ source }) => source === 'own') ?? []
  return {
    stored,
    register,
    errors: formState.errors,
    isChanged,
    isSaving: saving.isPending,
    /** The stored key is of another server than the one that is typed. */
    dropsKey: stored.key !== null && 'baseUrl' in changes && !('apiKey' in changes),
    send: handleSubmit((form) => {
      const wanted = changesOf(stored, form)
      if (Object.keys(wanted).length > 0) saving.mutate(wanted)
    }),
    removeKey: () => saving.mutate({ apiKey: null }),
    /** The models that can be had are offered while a name is typed. */
    ask: () => setAsked(stored.baseUrl !== null),
    offered: own.map(({ id }) => id),
    /** Null until the server was asked. */
    answer:
      models === undefined || saving.isPending
        ? null
        : { count: own.length, fault: models.unavailable.find(({ source }) => source === 'own')?.detail ?? null },
  }
}
