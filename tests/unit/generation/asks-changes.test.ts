import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { inventedIn, unaskedIn } from '@/lib/domains/generation/builtin/asks/invented'
import { questionsFor } from '@/lib/domains/generation/builtin/asks/questions'
import { readAsks } from '@/lib/domains/generation/builtin/asks/read-asks'
import { withAsks, withAsksAgain, withAsksKept } from '@/lib/domains/generation/builtin/asks/with-asks'
import { AppSpec } from '@/lib/domains/spec/contract'
import { removeEntities, renameEntity } from '@/lib/domains/spec/edit/entities'

const PROMPT = 'A recipe box where members save recipes with ingredients and rate them'
const made = (prompt: string, previous: AppSpec | null = null): AppSpec =>
  AppSpec.parse(withAsks(planApp({ prompt, ...(previous !== null && { previous }) }), prompt, previous))
const BOX = made(PROMPT)
const said = (spec: AppSpec): string[] =>
  (spec.asks ?? []).map(({ id, state, spans }) => `${id} ${state}: ${spans.map(({ text }) => text).join(' … ')}`)

describe('asks of a project', () => {
  it('stand in its plan, with the prompt', () => {
    expect(said(BOX)).toEqual([
      'a1 planned: members save',
      'a2 planned: recipes with ingredients',
      'a3 planned: rate them',
    ])
    expect(BOX.prompts).toEqual([{ text: PROMPT, context: [{ from: 0, text: 'A recipe box' }], notUnderstood: [] }])
    expect(BOX.asks?.[2]?.items).toEqual(['entity:recipes', 'entity:ratings'])
  })

  it('about colours are taken out by other ones, whoever builds it', () => {
    const first = 'A recipe box. Use ghost white as the background and slate gray for the components.'
    const box = made(first)
    const next = made('Make the components navy', box)
    expect(said(next)).toEqual([
      'a1 struck: Use ghost white as the background and slate gray for the components',
      'a2 planned: Make the components navy',
    ])
    const site = withAsks(planSite({ prompt: first }), first, null)
    const changed = planSite({ prompt: 'Make the components navy', previous: site })
    expect(said(withAsks(changed, 'Make the components navy', site)).find((one) => one.includes('ghost'))).toMatch(
      /^a\d struck/,
    )
  })

  it('go on with the next prompt, and stay', () => {
    const next = made('Add a cuisine field to recipes. Make it purr.', BOX)
    expect(next.prompts?.map(({ text }) => text)).toEqual([PROMPT, 'Add a cuisine field to recipes. Make it purr.'])
    expect(said(next).slice(0, 3)).toEqual(said(BOX))
    expect(next.prompts?.[1]?.notUnderstood.map(({ text }) => text).join(' ')).toContain('purr')
    expect(new Set(next.asks?.map(({ id }) => id)).size).toBe(next.asks?.length)
  })

  it.each([
    ['Add a colour to repairs. Brew me some coffee.', ['planned data: Add a colour to repairs'], 'Brew me some coffee'],
    ['Remove the phone from customers', ['planned exclusion: Remove the phone from customers'], ''],
    [
      'Add a due date to repairs and remove the email from customers',
      ['planned data: Add a due date to repairs', 'planned exclusion: remove the email from customers'],
      '',
    ],
    ['Add invoices with a number and an amount', ['planned data: Add invoices with a number and an amount'], ''],
    ['Call it Blue Door', ['planned page: Call it Blue Door'], ''],
    [
      'Add a mileage to repairs, remove the phone from customers and make the buttons olive.',
      [
        'planned data: Add a mileage to repairs',
        'planned exclusion: remove the phone from customers',
        'planned look: make the buttons olive',
      ],
      '',
    ],
    ['make the phone of customers required', ['planned data: make the phone of customers required'], ''],
    ['The price of repairs must be required', ['planned data: price of repairs must be required'], ''],
    ['make the email unique', ['planned rule: make the email unique'], ''],
    // It is so already, and that can be shown.
    ['make the phone optional', ['planned data: make the phone optional'], ''],
    [
      'make the phone and the email of customers required',
      ['planned data: make … email of customers required', 'planned data: phone'],
      '',
    ],
    ['change the price of repairs to a text', ['planned data: change the price of repairs to a text'], ''],
    ['add search to customers', ['planned feature: add search to customers'], ''],
    ['add a filter to repairs', ['planned feature: add a filter to repairs'], ''],
    ['add pagination to the repairs list', ['planned feature: add pagination to the repairs list'], ''],
    ['add an export button to customers', ['planned export: add an export button to customers'], ''],
    ['undo the last change', ['not_built feature: undo the last change'], ''],
    ['add a size to repairs: small, large', ['planned data: add a size to repairs: small, large'], ''],
    [
      'Add a new table warranties (number, valid until) that belongs to a repair',
      ['planned data: Add a new table warranties (number, valid until) that belongs to a repair'],
      '',
    ],
    [
      'add a receipt for each repair with number, date and total',
      ['planned data: add a receipt for each repair with number, date and total'],
      '',
    ],
    // What limits the change is no part of what was done.
    [
      'Add a weight to repairs unless they are free',
      ['not_built rule: Add a weight to repairs unless they are free'],
      '',
    ],
  ])('are what a change did: %s', (change, wishes, left) => {
    const garage = made('A garage: customers (name, email, phone), repairs (title, price).')
    const next = made(change, garage)
    const own = next.asks!.filter(({ prompt }) => prompt === 1)
    expect(
      own.map(({ state, kind, spans }) => `${state} ${kind}: ${spans.map(({ text }) => text).join(' … ')}`),
    ).toEqual(wishes)
    expect(next.prompts![1]!.notUnderstood.map(({ text }) => text).join(' … ')).toBe(left)
  })

  it('are struck when a field must be otherwise again', () => {
    const needed = made('make the phone of customers required', made('A garage: customers (name, email, phone).'))
    const next = made('make the phone of customers optional', needed)
    expect(next.asks!.map(({ state, why }) => `${state}${why === undefined ? '' : `: ${why}`}`).slice(-2)).toEqual([
      'struck: Taken out by: “make the phone of customers optional”',
      'planned',
    ])
  })

  it('are struck when what they came to is taken out, and say by what', () => {
    const next = made('Remove the ratings', BOX)
    expect(next.entities.map(({ table }) => table)).not.toContain('ratings')
    expect(next.asks?.[2]).toMatchObject({ id: 'a3', state: 'struck', why: 'Taken out by: “Remove the ratings”' })
    expect(next.asks?.[0]?.state).toBe('planned')
    // Its words are still the ask's.
    expect(next.prompts?.[0]?.notUnderstood).toEqual([])
    expect(made('Add a cuisine field to recipes', next).asks?.[2]).toEqual(next.asks?.[2])
  })

  it.each([
    ['A garage: customers (name, email, phone), repairs (title, price).', 'phone', 'customers (name, email'],
    ['A garage: customers (name, phone, email), repairs (title, price).', 'phone', 'customers (name … email'],
    [
      'A garage: customers with a name, an email and a phone. Members add repairs.',
      'a phone',
      'customers with a name, an email',
    ],
  ])(
    'are struck in part when a field is taken out, and the rest is shown by what is left: %s',
    (prompt, words, rest) => {
      const garage = made(prompt)
      const next = made('Remove the phone from customers', garage)
      const [first, part] = [
        next.asks!.find(({ id }) => id === 'a1')!,
        next.asks!.find(({ state }) => state === 'struck')!,
      ]
      expect(first.state).toBe('planned')
      expect(first.spans.map(({ text }) => text).join(' … ')).toBe(rest)
      expect(JSON.stringify(first.scenarios)).not.toMatch(/phone/i)
      expect(part).toMatchObject({
        items: ['field:customers.phone'],
        scenarios: [],
        why: expect.stringMatching(/^Taken out by/),
      })
      expect(part.spans).toEqual([{ from: prompt.indexOf(words), text: words }])
      expect(next.prompts![0]!.notUnderstood).toEqual([])
      expect(new Set(next.asks!.map(({ id }) => id)).size).toBe(next.asks!.length)
      // And stays so, with the labels of further changes.
      const later = made('Rename customers to clients', next)
      expect(later.asks!.find(({ id }) => id === part.id)).toEqual(part)
      expect(later.asks!.find(({ id }) => id === 'a1')).toMatchObject({ state: 'planned', spans: first.spans })
      expect(JSON.stringify(later.asks!.find(({ id }) => id === 'a1'))).toMatch(/client/i)
    },
  )

  it('follow a new name: the pages have other words now', () => {
    const { spec } = renameEntity(BOX, 'recipes', 'dish', true)
    const next = withAsks(spec!, 'Rename recipes to dishes', BOX)
    expect(next.asks?.[0]).toMatchObject({ state: 'planned', spans: [{ text: 'members save' }] })
    expect(next.asks?.[0]?.scenarios[0]?.title).toBe('Ana adds: Dish')
  })

  it.each([
    ['Add comments to recipes', '“Comments” belong to a “Recipe”.'],
    ['Rename recipes to dishes', 'It is called “Dish” now.'],
    ['Add suppliers with name and phone', '“Suppliers” are kept with “Name”, “Phone”.'],
    ['Add comments by carrier pigeon', null],
    ['Add comments, but only on Mondays', null],
  ])('are promised of a change only as far as it was read whole: %s', (change, meaning) => {
    const asks = made(change, BOX).asks?.filter(({ prompt, state }) => prompt === 1 && state === 'planned')
    expect(asks?.map((ask) => ask.meaning)).toEqual(meaning === null ? [] : [meaning])
  })

  it('say in grey what of a change was not understood', () => {
    const next = made('Please let the frobnicator wiggle', BOX)
    expect(next.asks).toEqual(BOX.asks)
    expect(next.prompts?.[1]?.notUnderstood.map(({ text }) => text).join(' ')).toContain('frobnicator')
  })

  it('follow what somebody edits by hand', () => {
    const { spec } = removeEntities(BOX, ['ratings'])
    const next = withAsksAgain(spec!)
    expect(next.asks?.[2]).toMatchObject({ state: 'struck', why: 'Taken out of the plan by hand.' })
    expect(withAsksAgain(planApp({ prompt: PROMPT })).asks).toBeUndefined()
  })
})

describe('asks of pages that a model wrote', () => {
  const scenarios = [{ title: 'Kept', steps: [{ do: 'see' as const, text: 'Larder' }] }]
  const [first, ...others] = BOX.asks!
  // Says more than the built-in reader does of these words.
  const wide = { ...first!, spans: [{ from: 13, text: 'where members save recipes' }], scenarios }
  const theirs: AppSpec = { ...BOX, makers: { architect: 'm', frontend: 'm' }, asks: [wide, ...others] }

  it('stay as they are, whoever plans, where models go on building', () => {
    const change = 'Add a cuisine field to recipes.'
    const next = AppSpec.parse(withAsks(planApp({ prompt: change, previous: theirs }), change, theirs, true))
    expect(next.asks?.slice(0, 3)).toEqual(theirs.asks)
    expect(withAsksKept(theirs)).toEqual(theirs)
  })

  it('have nothing left that would show them, where the built-in generator writes the pages anew', () => {
    const next = made('Add a cuisine field to recipes.', theirs)
    expect(next.asks?.[0]).toMatchObject({ id: 'a1', scenarios: [], unprovable: expect.stringContaining('No model') })
    expect(next.asks?.[2]?.scenarios).toHaveLength(1)
  })

  it('are struck where what they came to is gone', () => {
    const { spec } = removeEntities(theirs, ['ratings'])
    expect(withAsksKept(spec!).asks?.map(({ state }) => state)).toEqual(['planned', 'planned', 'struck'])
  })
})

describe('what nobody asked for', () => {
  it('is told apart from what was, and from what that needs', () => {
    expect(inventedIn(BOX, BOX.asks ?? [])).toEqual([])
    const diary = made('A plant diary. Members can add plants.')
    expect(diary.entities.map(({ table }) => table)).toEqual(['diary_entries', 'plants'])
    expect(inventedIn(diary, diary.asks ?? [])).toEqual(['diary_entries'])
  })

  it('is told once, and is nothing that a wish names which is not built as it was said', () => {
    const diary = made('A plant diary. Members can add plants.')
    expect(unaskedIn(diary, null)).toEqual(['diary_entries'])
    expect(unaskedIn(made('Add a height to plants', diary), diary)).toEqual([])
    const limited = made('A plant diary. Members can add at most five plants.')
    expect(limited.asks?.some(({ state }) => state === 'not_built')).toBe(true)
    expect(unaskedIn(limited, null)).toEqual(['diary_entries'])
  })
})

describe('questions before the build', () => {
  const asked = (prompt: string) => {
    const spec = planApp({ prompt })
    return questionsFor(spec, readAsks(spec, prompt))
  }

  it('are none where the prompt says what to keep', () => {
    expect(asked(PROMPT)).toEqual([])
  })

  it.each(['Something nice for my zorbing club', 'Algo bonito para mi club de zorbing, que sea divertido'])(
    'are few and short, with answers: %s',
    (prompt) => {
      const questions = asked(prompt)
      expect(questions.length).toBeGreaterThan(0)
      expect(questions.length).toBeLessThanOrEqual(4)
      for (const { text, answers } of questions) {
        expect(text.length).toBeLessThan(160)
        expect(answers.length).toBeGreaterThanOrEqual(1)
        expect(answers.length).toBeLessThanOrEqual(4)
      }
      // Whoever takes an answer is understood.
      for (const { says } of questions.flatMap(({ answers }) => answers.slice(0, 4)).filter((one) => one.says !== '')) {
        const { prompt: rest } = readAsks(planApp({ prompt }), says, {
          likely: prompt.startsWith('Algo') ? 'es' : 'en',
        })
        expect(rest.notUnderstood, says).toEqual([])
      }
      expect(questions[0]?.text).toBe(prompt.startsWith('Algo') ? '¿Qué debe guardar?' : 'What should it keep?')
    },
  )
})
