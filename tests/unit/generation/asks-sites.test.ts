import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import type { Report } from '@/lib/domains/evidence/contract'
import { FUNCTION_WORDS } from '@/lib/domains/generation/builtin/asks/language/word-lists'
import { says, viewOf } from '@/lib/domains/generation/builtin/asks/sites/site-pages'
import { withAsks, withAsksAgain } from '@/lib/domains/generation/builtin/asks/with-asks'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { writeSite, writeSiteRoot } from '@/lib/domains/generation/builtin/site/write-site'
import { Ask, AskedPrompt, type Span } from '@/lib/domains/spec/asks'
import type { AppSpec } from '@/lib/domains/spec/contract'

/* Of plain sites: no word falls under the table, what is promised is seen on the pages and missed without its words. */

type Sample = {
  prompts: string[]
  planned?: string[]
  notBuilt?: string[]
  struck?: string[]
  grey?: string[]
  context?: string[]
  /** Words that no planned ask holds. */
  never?: string[]
}
const SAMPLES = JSON.parse(readFileSync(new URL('../../fixtures/asks/sites.json', import.meta.url), 'utf8')) as Sample[]

const planned = (prompts: readonly string[], byModels = false): AppSpec =>
  prompts.reduce<AppSpec | null>((previous, prompt) => {
    const spec = planSite({ prompt, ...(previous && { previous }) })
    return withAsks(spec, prompt, previous, byModels)
  }, null)!
const filesOf = (spec: AppSpec): Map<string, string> =>
  new Map([...writeSiteRoot(spec), ...writeSite(spec)].map(({ path, content }) => [path, content]))
const verified = (files: ReadonlyMap<string, string>): Promise<Report> =>
  verifyProject(new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)])), {
    only: ['behaviour'],
    full: true,
  })

const wordsIn = (text: string): { from: number; to: number; word: string }[] =>
  [...text.matchAll(/#?(?:\p{L}\p{M}*|\p{N})+/gu)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    word: word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
  }))
const isFunctionWord = (word: string): boolean => FUNCTION_WORDS.en.has(word) || FUNCTION_WORDS.es.has(word)
const covers = (spans: readonly Span[], { from, to }: { from: number; to: number }): boolean =>
  spans.some((span) => from >= span.from && to <= span.from + span.text.length)
const LIMITS =
  /(?<!\p{L})(?:only|just|max|minimum|until|till|unless|when|if|after|before|within|never|not|no|nobody|without|except|solo|hasta|cuando|mientras|antes|nunca|no|nadie|sin|excepto)(?!\p{L})/iu

const said = (asks: readonly Ask[] = []): string[] =>
  asks.map(({ state, spans }) => `${spans.map(({ text }) => text).join(' … ')}: ${state}`)

describe('asks of a site', () => {
  const PROMPT = 'A website for a bakery called Crumb with breads, news and a page about our story. Call 555-0100.'
  const site = planned([PROMPT])

  it('are told apart from what the generator makes up itself', () => {
    // Its sample texts say "loaf" and "gift", which nobody asked for.
    const spec = planned([`${PROMPT} Loaf and gift.`])
    expect(said(spec.asks).filter((one) => /loaf|gift/i.test(one))).toEqual([])
    expect(spec.prompts?.[0]?.notUnderstood.map(({ text }) => text)).toEqual(['Loaf and gift'])
  })

  it('are missed where somebody takes the words out of the page', async () => {
    const files = filesOf(site)
    const without = new Map(
      [...files].map(([path, text]) => [path, path.endsWith('.html') ? text.replaceAll('Breads', 'Cakes') : text]),
    )
    const { asks } = await verified(without)
    const failed = (site.asks ?? []).filter(({ id }) => asks?.find((one) => one.id === id)?.status === 'failed')
    expect(failed.flatMap(({ spans }) => spans.map(({ text }) => text))).toEqual(['breads'])
  })

  it('are kept without scenarios where a model writes the pages, and say so', () => {
    const spec = planned([PROMPT, 'Add testimonials', 'Add a login'], true)
    expect(said(spec.asks)).toContain('Add testimonials: planned')
    for (const { state, scenarios, unprovable, why } of spec.asks ?? []) {
      expect(scenarios).toEqual([])
      expect(state === 'planned' ? unprovable : why).toMatch(/\S/)
    }
    const confirmed = withAsksAgain({ ...spec, makers: { ...spec.makers, site: 'some/model' } })
    expect(confirmed.asks).toEqual(spec.asks)
    // What the built-in generator writes after that is shown again.
    const again = withAsks(planSite({ prompt: 'Add a FAQ', previous: confirmed }), 'Add a FAQ', confirmed)
    expect(again.asks?.find(({ meaning }) => meaning.includes('Breads'))?.scenarios).toHaveLength(1)
  })

  it('follow what somebody edits by hand, and stay struck', () => {
    const page = site.pages.find(({ title }) => /story/i.test(title ?? ''))!
    const next = withAsksAgain({ ...site, pages: site.pages.filter((one) => one !== page) })
    const gone = next.asks?.find(({ spans }) => spans.some(({ text }) => text.includes('story')))
    expect(gone).toMatchObject({ state: 'struck', why: 'Taken out of the plan by hand.' })
    const struck = { ...site, asks: site.asks!.map((ask): Ask => ({ ...ask, state: 'struck' })) }
    const prompt = 'Add testimonials'
    const after = withAsks(planSite({ prompt, previous: struck }), prompt, struck)
    expect(after.asks?.filter(({ state }) => state !== 'struck').map(({ id, prompt: nth }) => [id, nth])).toEqual([
      [`a${site.asks!.length + 1}`, 1],
    ])
  })

  it('asks nothing back', () => {
    expect(planned(['something nice']).questions).toBeUndefined()
  })
})

describe.each(SAMPLES.map((sample) => [sample.prompts.join(' ⏎ ').slice(0, 60), sample] as const))(
  '%s',
  (_, sample) => {
    const spec = planned(sample.prompts)
    const [asks, prompts] = [spec.asks ?? [], spec.prompts ?? []]

    it('has a form that devora.json takes, and quotes the prompts to the letter', () => {
      for (const ask of asks) Ask.parse(ask)
      for (const prompt of prompts) AskedPrompt.parse(prompt)
      expect(new Set(asks.map(({ id }) => id)).size).toBe(asks.length)
      expect(prompts.map(({ text }) => text)).toEqual(sample.prompts)
      prompts.forEach(({ text, context, notUnderstood }, nth) => {
        const own = asks.filter(({ prompt }) => prompt === nth).flatMap(({ spans }) => spans)
        for (const span of [...own, ...context, ...notUnderstood])
          expect(text.slice(span.from, span.from + span.text.length)).toBe(span.text)
      })
    })

    it('accounts for every word that carries something, once', () => {
      const lost = prompts.flatMap(({ text, context, notUnderstood }, nth) => {
        const owners = [
          ...asks.filter(({ prompt }) => prompt === nth).map(({ spans }) => spans),
          context,
          notUnderstood,
        ]
        return wordsIn(text).flatMap((word) => {
          const count = owners.filter((spans) => covers(spans, word)).length
          const isBare = isFunctionWord(word.word) || word.word.length < 2
          return count > 1 || (count === 0 && !isBare) ? [`${word.word} ${count}`] : []
        })
      })
      expect(lost).toEqual([])
    })

    it('promises nothing that a word limits but what stands there to the letter', () => {
      const view = viewOf(spec)
      const limited = asks
        .filter(({ state, kind }) => state === 'planned' && kind !== 'exclusion')
        .flatMap(({ spans }) => spans.map(({ text }) => text))
        .filter((text) => LIMITS.test(text))
      const shown = limited.filter((text) => {
        const words = text.replace(/^.*?["“]/, '')
        return [...view.pages.keys()].some((path) => says(view, path, words))
      })
      expect(shown).toEqual(limited)
    })

    it('is proven by what is seen on its pages, and missed without it', async () => {
      const report = await verified(filesOf(spec))
      const results = new Map(report.asks?.map((one) => [one.id, one]))
      const wanted = ({ state, scenarios, unprovable }: Ask): unknown[] =>
        state !== 'planned'
          ? [state, undefined, state === 'not_built']
          : scenarios.length === 0
            ? ['unproven', undefined, unprovable !== undefined]
            : ['proven', 'held', false]
      const found = asks.map(({ id, spans }) => {
        const { status, control, why } = results.get(id)!
        return [spans.map(({ text }) => text).join(' … '), status, control, why !== undefined && status !== 'struck']
      })
      expect(found).toEqual(asks.map((ask) => [ask.spans.map(({ text }) => text).join(' … '), ...wanted(ask)]))
    })

    it('says of the words what somebody finds who reads them', () => {
      const within = (of: (nth: number) => readonly (readonly Span[])[], words: string): boolean => {
        const places = prompts.flatMap(({ text }, nth) => {
          const from = text.indexOf(words)
          return from === -1 ? [] : [{ nth, from, to: from + words.replace(/[,.]$/, '').length }]
        })
        expect(places.length, words).toBeGreaterThan(0)
        const telling = ({ nth, from, to }: (typeof places)[number]) =>
          wordsIn(prompts[nth]!.text).filter((one) => one.from >= from && one.to <= to && !isFunctionWord(one.word))
        return places.some((at) => of(at.nth).some((spans) => telling(at).every((word) => covers(spans, word))))
      }
      const of =
        (state: Ask['state']) =>
        (nth: number): Span[][] =>
          asks.filter((ask) => ask.state === state && ask.prompt === nth).map(({ spans }) => spans)
      // What an ask says in two is planned as a whole, too.
      const all = (state: Ask['state']) => (nth: number) => [of(state)(nth).flat()]
      expect({
        planned: sample.planned?.filter((words) => !within(all('planned'), words)) ?? [],
        notBuilt: sample.notBuilt?.filter((words) => !within(of('not_built'), words)) ?? [],
        struck: sample.struck?.filter((words) => !within(of('struck'), words)) ?? [],
        grey: sample.grey?.filter((words) => !within((nth) => [prompts[nth]!.notUnderstood], words)) ?? [],
        context: sample.context?.filter((words) => !within((nth) => [prompts[nth]!.context], words)) ?? [],
        never: sample.never?.filter((words) => within(of('planned'), words)) ?? [],
      }).toEqual({ planned: [], notBuilt: [], struck: [], grey: [], context: [], never: [] })
    })
  },
)
