import { ExampleMatrix } from '@/components/evidence/example-matrix'
import { HomePrompt } from '@/components/generation/prompt/home-prompt'
import { pageContext } from '@/lib/web'

const FACTS = [
  [
    'Written side by side',
    'A plan first; then front end, back end and database are written at the same time, on one contract.',
  ],
  [
    'Run, not read',
    'Types are compiled, migrations applied to a real Postgres, every access rule tried as each kind of person.',
  ],
  [
    'Named when it fails',
    'What did not pass is listed with file and line. Such a version is called incomplete, never done.',
  ],
] as const

export default async function HomePage() {
  const { who } = await pageContext()
  return (
    <main id="main" className="flex-1">
      <section className="mx-auto flex w-full max-w-170 flex-col gap-8 px-4 pt-[10vh] pb-20 sm:pt-[14vh]">
        <div className="flex flex-col gap-3">
          <h1 className="text-3xl leading-tight font-semibold tracking-tight text-balance sm:text-[40px]">
            Describe an app. Get it with the evidence that it works.
          </h1>
          <p className="max-w-140 text-base leading-7 text-muted-foreground">
            Devora plans, writes and checks a Next.js and Supabase project, and never says “done” before the checks have
            run on exactly those files.
          </p>
        </div>
        <HomePrompt isSignedIn={who !== null} />
      </section>
      <section aria-labelledby="evidence" className="border-t">
        <div className="mx-auto grid w-full max-w-270 gap-10 px-4 py-16 md:grid-cols-2 md:gap-16">
          <div className="flex flex-col gap-8">
            <div className="flex flex-col gap-2">
              <h2 id="evidence" className="text-xl font-semibold tracking-tight">
                Green means it ran
              </h2>
              <p className="text-sm leading-6 text-muted-foreground">
                Each cell is one statement, executed in a scratch database as one kind of person against one operation.
                It turns green when the answer is the one that the plan asked for. A table you meant to be private is
                tried as a stranger before you ship it.
              </p>
            </div>
            <dl className="flex flex-col divide-y border-y">
              {FACTS.map(([term, text]) => (
                <div key={term} className="flex flex-col gap-1 py-4">
                  <dt className="text-sm font-medium">{term}</dt>
                  <dd className="text-sm leading-6 text-muted-foreground">{text}</dd>
                </div>
              ))}
            </dl>
          </div>
          <ExampleMatrix />
        </div>
      </section>
    </main>
  )
}
