import type { Answer, ModelRequest } from './model-script'
import { ASKS, filesOf, goodAnswer, inProtocol, partOf, stageOf } from './model-team'

/** A team that is good but for one writer, who writes what only looks as if it worked. */

type Team = (request: ModelRequest) => Answer
const NOTHING: Answer = { text: '<none/>' }

export const isRepair = (request: ModelRequest): boolean => request.prompt.includes('# Findings to repair')

/** A file written otherwise; told of it, its writer writes it as it should be, or as `mend` says. */
const instead =
  (writer: 'frontend' | 'backend', path: string, change: (content: string) => string, mend?: Team) =>
  (good: Team): Team =>
  (request) => {
    if (!request.path.endsWith('/chat/completions')) return good(request)
    const stage = stageOf(request)
    if (!isRepair(request)) {
      if (stage !== writer) return good(request)
      const files = filesOf(writer, partOf(request))
      const changed = files.map((file) => (file.path === path ? { path, content: change(file.content) } : file))
      return { text: inProtocol(changed) }
    }
    if (stage !== writer) return NOTHING
    return mend === undefined
      ? { text: inProtocol(filesOf(writer).filter((file) => file.path === path)) }
      : mend(request)
  }

const replaced =
  (from: RegExp, to: string) =>
  (content: string): string => {
    if (content.search(from) < 0) throw new Error(`nothing is ${from}`)
    return content.replace(from, to)
  }

/** Says that it is saved, and saves nothing. */
export const pretending = instead(
  'backend',
  'lib/actions/recipes.ts',
  replaced(
    /const supabase = await createClient\(\)\n {2}const \{ data, error \} = await supabase\.from\('recipes'\)\.insert[\s\S]*?\n\}/,
    "void user\n  return { ok: true, message: 'Saved', errors: {}, values: {} }\n}",
  ),
)

/** Shows what the scenario looks for, whatever was filled in. */
export const hardCoding = (mend?: Team) =>
  instead('frontend', 'app/recipes/[id]/page.tsx', replaced(/row\.title/g, "'#1'"), mend)

/** The good team, with other words about what was asked. */
export const asking =
  (asks: object): Team =>
  (request) =>
    request.path.endsWith('/chat/completions') && stageOf(request) === 'asks' ? { object: asks } : goodAnswer(request)

const [SAVE, WITH, RATE] = ASKS.asks
/**
 * Ratings, by a scenario that does not look at any: it saves a recipe and sees it, and that is all that they are said
 * to be about. It passes, and nothing misses the ratings.
 */
export const blindToRatings: Team = asking({
  ...ASKS,
  asks: [SAVE, WITH, { ...RATE!, scenarios: SAVE!.scenarios, items: SAVE!.items }],
})
