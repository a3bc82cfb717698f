import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { writeProject } from '@/lib/domains/generation/builtin/write-project'
import type { Step } from '@/lib/domains/spec/scenario'
import { AskedProject, foundIn, toldOf } from '../support/behaviour'
import { RECIPE_PROMPT, withRecipeAsks } from '../../scripts/bench/recipe-asks'
import { sharedHome } from '../support/shared-home'

/** Projects that pretend, leak, break or hide, and what of it is found by using them. */

let cluster: ScratchCluster
let trips: AskedProject
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
  trips = await AskedProject.trips()
})
afterAll(() => cluster?.close())

const scenario = (...steps: Step[]): { title: string; steps: Step[] }[] => [{ title: 'It is so', steps }]
const adds = (name: string, as = 'ana'): Step[] => [
  { do: 'visit', as, path: '/trips/new' },
  { do: 'fill', label: 'Name', value: name },
  { do: 'press', button: 'Save' },
]

describe('controls', () => {
  test('show of every ask that it is missed', async () => {
    const { asks = [] } = await trips.verify(cluster)
    expect(toldOf(await trips.control(cluster, asks))).toEqual([
      'a1 proven (held)',
      'a2 proven (held)',
      'a3 proven (held)',
      'a4 proven (held)',
      'a5 proven (held)',
      'a6 proven (held)',
      'a7 not_built (Devora builds no maps.)',
    ])
  })

  test('show of a rule that it refuses what breaks it, and nothing else', async () => {
    const once = 'alter table public.trips add constraint once unique (owner_id, name);'
    const shortName = 'alter table public.trips add constraint short check (nights < 30);'
    const many: Step[] = [
      ...adds('Oslo #1').slice(0, 2),
      { do: 'fill', label: 'Nights', value: '40' },
      { do: 'press', button: 'Save' },
      { do: 'refused' },
    ]
    const project = trips.with({ 'supabase/migrations/20261102000001_rules.sql': once + shortName }).withAsks([
      {
        kind: 'rule',
        items: ['entity:trips'],
        scenarios: scenario(...adds('Oslo #1'), { do: 'see', text: 'Oslo #1' }, ...adds('Oslo #1'), { do: 'refused' }),
      },
      { kind: 'rule', items: ['field:trips.nights'], scenarios: scenario(...many) },
      {
        kind: 'rule',
        items: ['field:trips.name'],
        scenarios: scenario(...adds('Oslo #1').filter(({ do: what }) => what !== 'fill'), { do: 'refused' }),
      },
      // A page that refuses everybody shows no rule.
      { kind: 'rule', items: ['entity:trips'], scenarios: scenario({ do: 'visit', path: '/none' }, { do: 'refused' }) },
    ])
    const { asks = [] } = await project.verify(cluster)
    expect(toldOf(asks)).toEqual(['a1 proven', 'a2 proven', 'a3 proven', 'a4 proven'])
    expect(toldOf(await project.control(cluster, asks))).toEqual([
      'a1 proven (held)',
      'a2 proven (held)',
      'a3 proven (held)',
      'a4 unproven (It also passes without the rule.)',
    ])
  })

  test('take back what nobody misses', async () => {
    const project = trips
      // Says what was typed, and keeps nothing.
      .replace(
        'lib/actions.ts',
        "const { data, error } = await client.from('trips').insert(row).select('id').single()",
        "redirect(`/trips?added=${encodeURIComponent(name)}`)\n  const { data, error } = await client.from('trips').insert(row).select('id').single()",
      )
      .replace('app/trips/page.tsx', "q = '', sort = ''", "q = '', sort = '', added = ''")
      .replace('app/trips/page.tsx', 'q?: string; sort?: string', 'q?: string; sort?: string; added?: string')
      .replace('app/trips/page.tsx', '<h1>My trips</h1>', '<h1>My trips</h1><p>{added}</p>')
      .withAsks([
        { items: ['entity:trips'], scenarios: scenario(...adds('Oslo #1'), { do: 'see', text: 'Oslo #1' }) },
        { items: ['theme:dark'], scenarios: scenario({ do: 'visit', path: '/' }, { do: 'see', text: 'Lisbon' }) },
        {
          items: ['page:/trips/new'],
          scenarios: scenario({ do: 'visit', path: '/' }, { do: 'see', text: 'Bergen' }),
        },
        {
          items: ['field:places.stars'],
          scenarios: scenario({ do: 'visit', path: '/' }, { do: 'see', text: 'Cusco' }),
        },
      ])
    const { asks = [] } = await project.verify(cluster)
    expect(toldOf(asks)).toEqual(['a1 proven', 'a2 proven', 'a3 proven', 'a4 proven'])
    expect(toldOf(await project.control(cluster, asks))).toEqual([
      'a1 unproven (It also passes without the rows of trips.)',
      'a2 unproven (It passes, and there is no way to show that it would not pass without it.)',
      'a3 unproven (It also passes without the page /trips/new.)',
      'a4 unproven (It also passes without places.stars.)',
    ])
  })
})

test('proves what the built-in generator writes for a sentence, by its own labels', async () => {
  const project = AskedProject.ofBytes(withRecipeAsks(await writeProject(RECIPE_PROMPT)))
  const { asks = [], checks } = await project.verify(cluster)
  expect(checks.flatMap(({ findings }) => findings)).toEqual([])
  expect(toldOf(await project.control(cluster, asks))).toEqual([
    'a1 proven (held)',
    'a2 proven (held)',
    'a3 proven (held)',
    'a4 proven (held)',
    'a5 proven (held)',
  ])
})

test('finds what pretends and what hides', async () => {
  const everybody = 'create policy all_read on public.trips for select to authenticated using (true);'
  const project = trips
    .with({ 'supabase/migrations/20261102000001_open.sql': everybody })
    .replace(
      'components/trip-list.tsx',
      '<li key={trip.id}>',
      '<li key={trip.id} className={trip.owner_id === me ? undefined : "hidden"}>',
    )
    .replace('components/trip-list.tsx', "'id, name, nights, mood'", "'id, name, nights, mood, owner_id'")
    .replace(
      'components/trip-list.tsx',
      'const client = await database()',
      'const client = await database()\n  const me = (await client.auth.getUser()).data.user?.id',
    )
    .with({ 'app/kept/page.tsx': 'export default function Page() { return <h1>Tokyo is saved</h1> }' })
    .withAsks([
      {
        kind: 'access',
        scenarios: scenario(
          ...adds('Oslo #1'),
          { do: 'visit', as: 'ben', path: '/trips' },
          { do: 'not_see', text: 'Oslo #1' },
        ),
      },
      {
        scenarios: scenario(...adds('Tokyo #1'), { do: 'visit', path: '/kept' }, { do: 'see', text: 'Tokyo #1' }),
      },
    ])
  const report = await project.verify(cluster)
  expect(toldOf(report.asks)).toEqual(['a1 failed', 'a2 failed'])
  const messages = foundIn(report).join('\n')
  expect(messages).toContain('It is not shown, but the page holds it')
  expect(messages).toContain('The page “Tokyo is saved” says')
})

test('forgets between two scenarios what an application keeps in its memory', async () => {
  const seen = { do: 'see', text: 'Oslo #1' } as const
  const names = `
    const client = await database()
    const { data } = await client.from('places').select('title').order('title')
    const rows = (data ?? []).map(({ title }) => title)`
  const head = `import { database } from '../../lib/server'`
  const project = trips
    .with({
      'supabase/migrations/20261102000001_open.sql': `grant insert on public.places to authenticated;
        create policy adds on public.places for insert to authenticated with check (true);`,
      // Kept by the module, by the global object, and by the framework.
      'app/module/page.tsx': `${head}
        const kept: string[] = []
        export default async function Page() {${names}
          if (kept.length === 0) kept.push(...rows)
          return <ul>{kept.map((one) => <li key={one}>{one}</li>)}</ul>
        }`,
      'app/global/page.tsx': `${head}
        const world = globalThis as { places?: string[] }
        export default async function Page() {${names}
          world.places ??= rows
          return <ul>{world.places.map((one) => <li key={one}>{one}</li>)}</ul>
        }`,
      'app/cached/page.tsx': `import { unstable_cache } from 'next/cache'
        const read = unstable_cache(async () => [String(Math.random())], ['places'])
        export default async function Page() { return <h1>{(await read())[0]}</h1> }`,
      'lib/actions.ts': trips
        .text('lib/actions.ts')
        .replace(
          "from('trips').insert(row).select('id').single()",
          "from('places').insert({ title: name, stars: 1 }).select('id').single()",
        )
        .replace('`/trips/${data.id}`', "'/'"),
    })
    .withAsks([
      { scenarios: scenario({ do: 'visit', path: '/module' }, { do: 'see', text: 'Bergen' }) },
      { scenarios: scenario({ do: 'visit', path: '/global' }, { do: 'see', text: 'Bergen' }) },
      { scenarios: scenario(...adds('Oslo #1'), { do: 'visit', path: '/module' }, seen) },
      { scenarios: scenario(...adds('Oslo #1'), { do: 'visit', path: '/global' }, seen) },
    ])
  const report = await project.verify(cluster)
  expect(foundIn(report)).toEqual([])
  expect(toldOf(report.asks)).toEqual(['a1 proven', 'a2 proven', 'a3 proven', 'a4 proven'])
})

test('goes on after a page that ends the application, and calls unproven what needs a browser', async () => {
  const project = trips
    .with({
      'app/ends/page.tsx': 'export default function Page() { process.exit(3) }',
      'app/clicks/page.tsx': `import { Counter } from '../../components/counter'
        export default function Page() { return <Counter /> }`,
      'components/counter.tsx': `'use client'
        import { useEffect, useState } from 'react'
        export function Counter() {
          const [count, setCount] = useState(0)
          const [rows, setRows] = useState<string[]>([])
          useEffect(() => { void fetch('/api/rows').then((answer) => answer.json()).then(setRows) }, [])
          return <div><button onClick={() => setCount(count + 1)}>Add</button><p>{count} of {rows.length}</p></div>
        }`,
      'app/still/page.tsx': 'export default function Page() { return <button>Add</button> }',
    })
    .withAsks([
      { scenarios: scenario({ do: 'visit', path: '/ends' }, { do: 'see', text: 'x' }) },
      { scenarios: scenario({ do: 'visit', path: '/' }, { do: 'see', text: 'Lisbon' }) },
      {
        scenarios: scenario(
          { do: 'visit', path: '/clicks' },
          { do: 'press', button: 'Add' },
          { do: 'see', text: '1 of 0' },
        ),
      },
      { scenarios: scenario({ do: 'visit', path: '/clicks' }, { do: 'see', text: '0 of 3' }) },
      {
        scenarios: scenario({ do: 'visit', path: '/still' }, { do: 'press', button: 'Add' }, { do: 'see', text: 'x' }),
      },
      {
        scenarios: scenario({ do: 'visit', path: '/' }, { do: 'drag', item: 'a', onto: 'b' }, { do: 'see', text: 'x' }),
      },
    ])
  const report = await project.verify(cluster)
  expect(toldOf(report.asks)).toEqual([
    'a1 failed',
    'a2 proven',
    'a3 unproven (The button “Add” needs a browser: its page alone does not say what it does. There is no browser here.)',
    'a4 unproven (What the page shows is made by components/counter.tsx in a browser. There is no browser here.)',
    'a5 failed',
    'a6 unproven (Dragging needs a browser. There is no browser here.)',
  ])
  expect(foundIn(report).join('\n')).toContain('does nothing: no code listens to it')
})

test('reads pages that are made against it, and goes on', async () => {
  const page = (body: string): string => `export default async function Page() { ${body} }`
  const project = trips
    .with({
      'app/loops/page.tsx': `import { redirect } from 'next/navigation'
        ${page("redirect('/loops?again=' + Math.random())")}`,
      'app/wide/page.tsx': page('return <main>{Array.from({ length: 30_000 }, (_, at) => <i key={at}>x</i>)}</main>'),
      'app/deep/page.tsx': page(
        'let all = <b>x</b>; for (let at = 0; at < 900; at++) all = <div>{all}</div>; return <main>{all}</main>',
      ),
      'app/away/page.tsx': page('return <main><base href="http://elsewhere.example/" /><a href="x">Next</a></main>'),
      'app/names/page.tsx': page(`return <form action="/names"><label>Name <input name="__proto__" /></label>
        <label>Code <input name="constructor" pattern="(a+)+b" /></label><button>Go</button></form>`),
      'app/hangs/page.tsx': page('return new Promise(() => undefined)'),
    })
    .withAsks([
      { scenarios: scenario({ do: 'visit', path: '/loops' }, { do: 'see', text: 'x' }) },
      { scenarios: scenario({ do: 'visit', path: '/wide' }, { do: 'see', text: 'x' }) },
      { scenarios: scenario({ do: 'visit', path: '/deep' }, { do: 'see', text: 'x' }) },
      { scenarios: scenario({ do: 'visit', path: '/away' }, { do: 'follow', link: 'Next' }, { do: 'see', text: 'x' }) },
      {
        scenarios: scenario(
          { do: 'visit', path: '/names' },
          { do: 'fill', label: 'Name', value: '#1' },
          { do: 'fill', label: 'Code', value: 'a'.repeat(60) },
          { do: 'press', button: 'Go' },
          { do: 'not_see', text: 'Lisbon' },
        ),
      },
      { scenarios: scenario({ do: 'visit', path: '/hangs' }, { do: 'see', text: 'x' }) },
      { scenarios: scenario({ do: 'visit', path: '/' }, { do: 'see', text: 'Lisbon' }) },
    ])
  const report = await project.verify(cluster)
  expect(toldOf(report.asks)).toEqual([
    'a1 failed',
    'a2 unproven (The page is too large to be read here: it has more than two million characters.)',
    'a3 unproven (The page is too large to be read here: its elements are nested more than 300 deep.)',
    'a4 unproven (It leads to another site, elsewhere.example.)',
    'a5 proven',
    'a6 unproven (The page did not answer in time.)',
    'a7 proven',
  ])
  expect(foundIn(report).join()).toContain('It sends whoever opens it on and on, more than 10 times.')
})

test('uploads, waits, ticks, opens dialogs without a script, and comes in as an admin', async () => {
  const project = trips
    .with({
      'lib/keep.ts': `'use server'
        import { redirect } from 'next/navigation'
        export async function keep(form: FormData): Promise<void> {
          const file = form.get('picture') as File
          redirect(\`/files?kept=\${file.name} \${file.type} \${file.size > 60} \${form.get('shared')}\`)
        }`,
      'app/files/page.tsx': `import { keep } from '../../lib/keep'
        export default async function Page({ searchParams }: { searchParams: Promise<{ kept?: string }> }) {
          const { kept } = await searchParams
          return <main><p>{kept}</p><button type="button" command="show-modal" commandfor="ask">Add</button>
            <dialog id="ask"><form action={keep}>
              <label>Picture <input type="file" name="picture" accept="image/*" required /></label>
              <label><input type="checkbox" name="shared" /> Shared</label><button>Keep</button>
            </form></dialog></main>
        }`,
      'app/staff/page.tsx': `import { notFound } from 'next/navigation'
        import { database } from '../../lib/server'
        export default async function Page() {
          const { data } = await (await database()).auth.getUser()
          if (data.user?.app_metadata['role'] !== 'admin') notFound()
          return <h1>Staff room of {data.user.user_metadata['name']}</h1>
        }`,
      'app/slow/page.tsx': `let seen = 0
        export const dynamic = 'force-dynamic'
        export default function Page() { return <p>{++seen < 3 ? 'Not yet' : 'Ready'}</p> }`,
    })
    .withAsks([
      {
        scenarios: scenario(
          { do: 'visit', path: '/files' },
          { do: 'not_see', text: 'Keep' },
          { do: 'press', button: 'Add' },
          { do: 'press', button: 'Keep' },
          { do: 'refused' },
          { do: 'upload', label: 'Picture', file: 'photo.png' },
          { do: 'tick', label: 'Shared' },
          { do: 'press', button: 'Keep' },
          { do: 'see', text: 'photo.png image/png true on' },
        ),
      },
      {
        kind: 'access',
        scenarios: scenario(
          { do: 'visit', as: 'ana', path: '/staff' },
          { do: 'refused' },
          { do: 'visit', as: 'admin', path: '/staff' },
          { do: 'see', text: 'Staff room of Admin' },
        ),
      },
      { scenarios: scenario({ do: 'visit', path: '/slow' }, { do: 'wait', until: 'ready' }) },
    ])
  const report = await project.verify(cluster)
  expect(foundIn(report)).toEqual([])
  expect(toldOf(report.asks)).toEqual(['a1 proven', 'a2 proven', 'a3 proven'])
})
