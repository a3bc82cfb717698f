import type { ModelChoice, ModelList } from '@/lib/domains/accounts/contract'
import { countText } from '../../credits/money-words'

/** `$3.00 in · $15.00 out`, per million tokens; `free` for what costs nothing. Pure. */
export function priceText({ price }: Pick<ModelChoice, 'price'>): string {
  const { inputMicrosPerMillion: input, outputMicrosPerMillion: output } = price
  if (input === 0 && output === 0) return 'free'
  const dollars = (micros: number): string => `$${(micros / 1_000_000).toFixed(micros % 10_000 === 0 ? 2 : 3)}`
  return `${dollars(input)} in · ${dollars(output)} out`
}

/** What stands below a model's name: who pays, price and context size. */
export function modelDetail(model: ModelChoice): string {
  if (model.source === 'builtin') return 'Rules, not a model: no key, no network, the same result every time'
  const parts = [`${priceText(model)}${priceText(model) === 'free' ? '' : ' per 1M tokens'}`]
  if (model.contextTokens !== null) parts.push(`${countText(model.contextTokens)} context`)
  // The budget is counted with these numbers, so they are from above.
  return model.known ? parts.join(' · ') : `Not in our list, counted as ${parts.join(' · ')}`
}

export const modelName = (model: ModelChoice): string =>
  model.source === 'builtin' ? 'Built-in makers · free' : model.name
export const SOURCE_TEXT: Record<ModelChoice['source'], string> = {
  builtin: '',
  own: 'Your server',
  server: 'This installation',
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Models whose name, id or provider has every word that was typed. Pure. */
export function findModels(models: readonly ModelChoice[], typed: string): ModelChoice[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  return models.filter((model) =>
    words.every((word) => plain(`${modelName(model)} ${model.id} ${model.provider ?? ''}`).includes(word)),
  )
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
