import { estimateTokens } from '../../../integrations/models/port'
import type { ContextMessage } from './shape'

/** A summary without a model: what each message begins with, and the sentences in which something is decided. Pure. */

const DECIDES =
  /\b(?:instead|must|should|always|never|rename|remove|delete|change|replace|add|use|prefer|keep|decided?|because|failed|error|conflict|not pass|debe|siempre|nunca|cambia|quita|elimina|añade|agrega|usa|prefiero|mantén|en vez|porque|falló|conflicto|no pasaron)\b/iu
const LONGEST = 240
const DECISIONS = 2

const sentencesOf = (text: string): string[] =>
  text
    .replace(/```[\s\S]*?(?:```|$)/g, ' (code) ')
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map((sentence) => sentence.replace(/\s+/gu, ' ').trim())
    .filter((sentence) => sentence !== '')
const short = (sentence: string): string =>
  sentence.length <= LONGEST ? sentence : `${sentence.slice(0, LONGEST - 1).toWellFormed()}…`

function lineOf({ role, text }: ContextMessage): string {
  const [first = '', ...rest] = sentencesOf(text)
  const said = [first, ...rest.filter((sentence) => DECIDES.test(sentence)).slice(0, DECISIONS)].map(short)
  return `- ${role === 'user' ? 'User' : 'Devora'}: ${said.join(' ')}`
}

/** In the order of the conversation, within `maxTokens`: what was asked for first, then the newest that fit. */
export function summariseByExtract(messages: readonly ContextMessage[], maxTokens: number): string {
  const lines = messages.map(lineOf)
  const kept = new Set<number>()
  let left = maxTokens
  for (const index of [0, ...Array.from(lines.keys()).toReversed()]) {
    const cost = estimateTokens(`${lines[index] ?? ''}\n`)
    if (lines[index] === undefined || kept.has(index)) continue
    if (cost > left) break
    kept.add(index)
    left -= cost
  }
  return lines.filter((_, index) => kept.has(index)).join('\n')
}
