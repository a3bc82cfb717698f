import { estimateTokens } from '../../../integrations/models/port'
import { cutMiddle, limitOf, MESSAGE_TOKENS, messageTokens } from './budget'
import { rankFiles } from './rank-files'
import { BOUNDARY_SHAPE, HEADINGS, renderFile, renderMemory, renderSimilar, renderSummary, renderTree } from './render'
import { summariseByExtract } from './summarise'
import type {
  CompressedContext,
  ContextFile,
  ContextInput,
  ContextMemory,
  ContextMessage,
  ContextProject,
  Exclusion,
} from './shape'

/**
 * Makes everything a model should know fit into its window. Pure, and the same for the same input (as far as
 * `summarise` is).
 */

/** `id`: of a message that is stored, so that a summary can say how far it goes. */
/** So many messages before the prompt are given as they were said. */
export const WHOLE_MESSAGES = 8
const MOST_SUMMARY_TOKENS = 2_000
const MOST_SIMILAR = 3

/** Tokens that are left, handed out section by section in the order of importance. */
class Purse {
  left: number
  constructor(limit: number) {
    this.left = limit
  }
  take(tokens: number): boolean {
    if (tokens > this.left) return false
    this.left -= tokens
    return true
  }
}

/** Line breaks between sections and items are part of what they cost. */
const cost = (rendered: string): number => estimateTokens(`${rendered}\n\n`)
const memoryCost = (memory: ContextMemory): number => cost(renderMemory(memory))
const projectCost = (project: ContextProject): number => cost(renderSimilar(project, BOUNDARY_SHAPE))
/**
 * Rather too high: rendering only ever takes characters out of a file. Rendering all of a large project takes too long.
 */
const fileCost = ({ path, content }: ContextFile): number =>
  cost(renderFile({ path, content: '' }, BOUNDARY_SHAPE)) + estimateTokens(content)

/**
 * The prompt and the last 8 messages whole, older ones summarised, memories, similar projects, then whole files by
 * relevance, in that order until the window is used. A message that alone is longer than everything that may be used is
 * cut in the middle; where 8 do not fit together, the oldest of them are summarised too. A file is given whole or not
 * at all: an edit needs its exact text, and half a file invites a model to write back half a file.
 */
export async function compressContext(input: ContextInput): Promise<CompressedContext> {
  const limit = limitOf(input.window)
  const purse = new Purse(limit)
  const exclusions: Exclusion[] = []
  const prompt = takePrompt(input.prompt, purse, exclusions)
  // The one message that carries everything but the conversation.
  const hasBackground = purse.take(MESSAGE_TOKENS)
  const recent = takeMessages(input.messages, purse, exclusions)
  const summary = hasBackground
    ? await takeSummary(input, input.messages.slice(0, input.messages.length - recent.length), purse)
    : null

  const take = <T>(heading: string, items: readonly T[], costOf: (item: T) => number): T[] =>
    hasBackground ? takeSection(purse, heading, items, costOf) : []
  const memories = take(HEADINGS.memories, input.memories, memoryCost)
  const similar = take(HEADINGS.similar, input.similar.slice(0, MOST_SIMILAR), projectCost)
  const request = [input.prompt, ...recent.filter(({ role }) => role === 'user').map(({ text }) => text)].join('\n')
  // A list of names tells a model what is there for a fraction of the contents, so its room is set aside first.
  const treePurse = new Purse(Math.min(purse.left, Math.floor(limit / 20)))
  purse.left -= treePurse.left
  const files = take(
    HEADINGS.files,
    rankFiles(request, input.files).map(({ file }) => file),
    fileCost,
  )
  const others = input.files.filter((file) => !files.includes(file)).map(({ path }) => path)
  const tree = hasBackground ? takeTree(others, treePurse) : []
  purse.left += treePurse.left

  exclusions.push(
    ...dropped('memory', input.memories, memories, ({ id }) => id),
    ...dropped('project', input.similar, similar, ({ projectId }) => projectId),
    ...dropped('file', input.files, files, ({ path }) => path),
  )
  for (const index of input.messages.slice(0, input.messages.length - recent.length).keys())
    exclusions.push({ what: 'message', name: String(index), how: summary === null ? 'dropped' : 'summarised' })
  const before = tokensOfAll(input)
  const after = limit - purse.left
  return {
    prompt,
    messages: recent,
    summary,
    memories,
    similar,
    files,
    tree,
    exclusions,
    tokens: { limit, before, after, saved: Math.max(0, before - after) },
  }
}

/** Of a section, what there is still room for; the first that fits pays for the heading. */
function takeSection<T>(purse: Purse, heading: string, items: readonly T[], costOf: (item: T) => number): T[] {
  let isOpen = false
  return items.filter((item) => {
    const isTaken = purse.take(costOf(item) + (isOpen ? 0 : cost(heading)))
    isOpen ||= isTaken
    return isTaken
  })
}

const dropped = <T>(
  what: Exclusion['what'],
  all: readonly T[],
  kept: readonly T[],
  nameOf: (item: T) => string,
): Exclusion[] =>
  all.filter((item) => !kept.includes(item)).map((item) => ({ what, name: nameOf(item), how: 'dropped' }))

function takePrompt(text: string, purse: Purse, exclusions: Exclusion[]): string {
  const prompt = cutMiddle(text, Math.max(0, purse.left - MESSAGE_TOKENS))
  if (prompt !== text) exclusions.push({ what: 'prompt', name: 'prompt', how: prompt === '' ? 'dropped' : 'cut' })
  purse.take(Math.min(purse.left, messageTokens(prompt)))
  return prompt
}

/** The last messages, as many as fit, at most 8; the newest counts most. */
function takeMessages(all: readonly ContextMessage[], purse: Purse, exclusions: Exclusion[]): ContextMessage[] {
  const room = purse.left
  const taken: ContextMessage[] = []
  for (let index = all.length - 1; index >= 0 && taken.length < WHOLE_MESSAGES; index--) {
    const message = all[index]!
    const isTooLongAlone = messageTokens(message.text) > room
    // One endless paste must not push the other seven out.
    const text = isTooLongAlone ? cutMiddle(message.text, Math.floor(purse.left / 4) - MESSAGE_TOKENS) : message.text
    if ((isTooLongAlone && text === '') || !purse.take(messageTokens(text))) break
    if (isTooLongAlone) exclusions.push({ what: 'message', name: String(index), how: 'cut' })
    taken.unshift({ role: message.role, text })
  }
  return taken
}

async function takeSummary(
  input: ContextInput,
  older: readonly ContextMessage[],
  purse: Purse,
): Promise<string | null> {
  if (older.length === 0) return null
  const around = cost(HEADINGS.summary) + cost(renderSummary('', BOUNDARY_SHAPE))
  // Never more than half of what is left: files have to fit as well.
  const room = Math.min(MOST_SUMMARY_TOKENS, Math.floor(purse.left / 2) - around)
  if (room <= 0) return null
  const told = (await input.summarise?.(older, room).catch(() => ''))?.trim() ?? ''
  const summary = told === '' ? summariseByExtract(older, room) : cutMiddle(told, room)
  return summary !== '' && purse.take(around + estimateTokens(summary)) ? summary : null
}

function takeTree(paths: readonly string[], purse: Purse): string[] {
  const around = cost(HEADINGS.tree) + cost(renderTree([], BOUNDARY_SHAPE))
  if (paths.length === 0 || !purse.take(around)) return []
  return paths.filter((path) => purse.take(estimateTokens(`${path}\n`)))
}

/** What everything would have taken, rendered the same way. */
function tokensOfAll(input: ContextInput): number {
  const sum = <T>(items: readonly T[], tokens: (item: T) => number): number =>
    items.reduce((total, item) => total + tokens(item), 0)
  return (
    messageTokens(input.prompt) +
    sum(input.messages, ({ text }) => messageTokens(text)) +
    sum(input.memories, memoryCost) +
    sum(input.similar, projectCost) +
    sum(input.files, fileCost)
  )
}
