import type { Ask } from '../../lib/domains/spec/asks.ts'
import type { Scenario, Step } from '../../lib/domains/spec/scenario.ts'

/** What somebody who asks for a recipe box would try, in the labels that the built-in generator gives it. */

export const RECIPE_PROMPT = 'A recipe box where members save recipes with ingredients and rate them'

const saves = (title: string, as: string): Step[] => [
  { do: 'visit', as, path: '/recipes/new' },
  { do: 'fill', label: 'Title', value: title },
  { do: 'fill', label: 'Prep time (min)', value: '25' },
  { do: 'choose', label: 'Difficulty', option: 'Medium' },
  { do: 'fill', label: 'Description', value: 'With #9' },
  { do: 'press', button: 'Save' },
  { do: 'see', text: title },
]

const scenario = (title: string, ...steps: Step[]): Scenario => ({ title, steps })

const SAVE = scenario(
  'Ana saves a recipe, and everybody finds it',
  ...saves('Arepas #1', 'ana'),
  { do: 'see', text: '25 min', beside: 'Prep time (min)' },
  { do: 'visit', as: 'visitor', path: '/recipes' },
  { do: 'see', text: 'Medium', beside: 'Arepas #1' },
  { do: 'see', text: 'With #9', beside: 'Arepas #1' },
)
const RATE = scenario(
  "Ben rates Ana's recipe",
  ...saves('Arepas #1', 'ana'),
  { do: 'visit', as: 'ben', path: '/recipes' },
  { do: 'follow', link: 'Arepas #1' },
  { do: 'choose', label: 'Stars', option: '4' },
  { do: 'fill', label: 'Notes', value: 'Good, #2' },
  { do: 'press', button: 'Add rating' },
  { do: 'see', text: 'Good, #2' },
  { do: 'see', text: '4', beside: 'Good, #2' },
)
const INGREDIENT = scenario(
  'Ana adds an ingredient',
  ...saves('Arepas #1', 'ana'),
  { do: 'press', button: 'Add ingredient' },
  { do: 'fill', label: 'Name', value: 'Flour #2' },
  { do: 'fill', label: 'Amount (g)', value: '300' },
  { do: 'press', button: 'Add ingredient' },
  { do: 'see', text: 'Flour #2' },
  { do: 'see', text: '300 g', beside: 'Flour #2' },
)
const SEARCH = scenario(
  'A visitor searches recipes',
  ...saves('Arepas #1', 'ana'),
  ...saves('Pupusas #2', 'ana'),
  { do: 'visit', as: 'visitor', path: '/recipes' },
  { do: 'fill', label: 'Search recipes', value: '#2' },
  { do: 'press', button: 'Apply' },
  { do: 'see', text: 'Pupusas #2' },
  { do: 'not_see', text: 'Arepas #1' },
)
const MEMBERS = scenario('Only members save recipes', { do: 'visit', path: '/recipes/new' }, { do: 'refused' })
const OWN = scenario(
  "Ben cannot change Ana's recipe",
  ...saves('Arepas #1', 'ana'),
  { do: 'note', name: 'recipe' },
  { do: 'visit', as: 'ben', path: '/{recipe}/edit' },
  { do: 'fill', label: 'Title', value: 'Mine #3' },
  { do: 'press', button: 'Save' },
  { do: 'refused' },
  { do: 'visit', path: '/{recipe}' },
  { do: 'see', text: 'Arepas #1' },
  { do: 'not_see', text: 'Mine #3' },
)

const ask = (at: number, words: string, kind: Ask['kind'], items: string[], ...scenarios: Scenario[]): Ask => ({
  id: `a${at}`,
  prompt: 0,
  spans: [{ from: RECIPE_PROMPT.indexOf(words), text: words }],
  meaning: scenarios[0]?.title ?? words,
  kind,
  state: 'planned',
  items,
  scenarios,
})

export const RECIPE_ASKS: readonly Ask[] = [
  ask(1, 'save recipes', 'data', ['entity:recipes', 'field:recipes.prep_time', 'field:recipes.difficulty'], SAVE),
  ask(2, 'with ingredients', 'data', ['entity:ingredients', 'field:ingredients.amount'], INGREDIENT),
  ask(3, 'rate them', 'data', ['entity:ratings', 'field:ratings.stars'], RATE),
  ask(4, 'recipe box', 'feature', ['page:/recipes'], SEARCH),
  ask(5, 'members', 'access', ['access:recipes'], OWN, MEMBERS),
]

/** The files of a generated recipe box whose `devora.json` says these asks. */
export function withRecipeAsks(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const spec = JSON.parse(Buffer.from(files.get('devora.json') ?? '').toString('utf8')) as object
  const prompts = [{ text: RECIPE_PROMPT, context: [], notUnderstood: [] }]
  const text = JSON.stringify({ ...spec, asks: RECIPE_ASKS, prompts })
  return new Map([...files, ['devora.json', new TextEncoder().encode(text)]])
}
