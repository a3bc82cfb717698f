import type { Settings, UpdateSettingsInput } from '@/lib/domains/accounts/contract'

/** The caller's own model server, as it is stored. */
export type StoredModel = Settings['model']
export type ModelForm = { baseUrl: string; apiKey: string; defaultModel: string }
export type ModelChanges = NonNullable<UpdateSettingsInput['model']>

/** The form of what is stored. The key is never in it: it goes in and never comes out. Pure. */
export const formOf = ({ baseUrl, defaultModel }: StoredModel): ModelForm => ({
  baseUrl: baseUrl ?? '',
  apiKey: '',
  defaultModel: defaultModel ?? '',
})

/** What of the form is to be sent; what is as it was stays out, an emptied field is null. Pure. */
export function changesOf(stored: StoredModel, form: ModelForm): ModelChanges {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  const [baseUrl, defaultModel] = [orNull(form.baseUrl), orNull(form.defaultModel)]
  return {
    ...(baseUrl === stored.baseUrl ? {} : { baseUrl }),
    ...(defaultModel === stored.defaultModel ? {} : { defaultModel }),
    ...(form.apiKey.trim() === '' ? {} : { apiKey: form.apiKey.trim() }),
  }
}
