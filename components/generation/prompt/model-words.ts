import type { useTranslations } from 'next-intl'
import type { Locale } from '@/lib/core/locale'
import type { ModelChoice, ModelList } from '@/lib/domains/accounts/contract'
import { decimalText } from '../../ui/text/decimal-text'
import { countText } from '../../credits/money-words'
import { hasWords } from '@/lib/core/text'

/** The words of models in the reader's language. */
export type ModelTexts = ReturnType<typeof useTranslations<'prompt.models'>>

/** `$3.00 in · $15.00 out`, per million tokens; null for what costs nothing. Pure. */
function priceText({ price }: Pick<ModelChoice, 'price'>, t: ModelTexts, locale: Locale): string | null {
  const { inputMicrosPerMillion: input, outputMicrosPerMillion: output } = price
  if (input === 0 && output === 0) return null
  const dollars = (micros: number): string =>
    `$${decimalText(micros / 1_000_000, micros % 10_000 === 0 ? 2 : 3, locale)}`
  return t('price', { input: dollars(input), output: dollars(output) })
}

/** What stands below a model's name: who pays, price and context size. Pure. */
export function modelDetail(model: ModelChoice, t: ModelTexts, locale: Locale): string {
  if (model.source === 'builtin') return t('builtinDetail')
  const parts = [priceText(model, t, locale) ?? t('free')]
  if (model.contextTokens !== null) parts.push(t('context', { tokens: countText(model.contextTokens, locale) }))
  const detail = parts.join(' · ')
  // The budget is counted with these numbers, so they are from above.
  return model.known ? detail : t('notListed', { detail })
}

export const modelName = (model: ModelChoice, t: ModelTexts): string =>
  model.source === 'builtin' ? t('builtinFree') : model.name

/** Models whose name, id or provider has every word that was typed. Pure. */
export function findModels(models: readonly ModelChoice[], typed: string, t: ModelTexts): ModelChoice[] {
  return models.filter((model) => hasWords(`${modelName(model, t)} ${model.id} ${model.provider ?? ''}`, typed))
}

/**
 * What a run uses: the remembered choice while it is offered or its server is away, else the caller's default. Pure.
 */
export function chosenModel(list: ModelList, remembered: string | null): { id: string; model: ModelChoice | null } {
  const found = list.items.find(({ id }) => id === remembered)
  if (found !== undefined) return { id: found.id, model: found }
  // Its server does not answer now: another model in its place would be a surprise, and maybe a bill.
  if (remembered !== null && list.unavailable.length > 0) return { id: remembered, model: null }
  return { id: list.defaultModel, model: list.items.find(({ id }) => id === list.defaultModel) ?? null }
}
