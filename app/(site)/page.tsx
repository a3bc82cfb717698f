import { useTranslations } from 'next-intl'
import { ExampleMatrix } from '@/components/evidence/example-matrix'
import { TryTemplates } from '@/components/generation/templates/try-templates'
import { HomePrompt } from '@/components/generation/prompt/home-prompt'
import { HOME_TEMPLATES } from '@/lib/domains/generation/constants'
import type { Template } from '@/lib/domains/generation/contract'
import { findTemplate, listTemplates } from '@/lib/domains/generation/list-templates'
import { pageContext, pageLocale } from '@/lib/web'

/** `template`: the prompt begins with its sentence. */
type Props = { searchParams: Promise<{ template?: string | string[] }> }

export default async function HomePage({ searchParams }: Props) {
  const { who } = await pageContext()
  const locale = await pageLocale()
  const { template = '' } = await searchParams
  const chosen = findTemplate(String(template), locale)
  const templates = HOME_TEMPLATES.flatMap((slug) => findTemplate(slug, locale) ?? [])
  const count = listTemplates(locale).length
  return <Home isSignedIn={who !== null} chosen={chosen} templates={templates} count={count} />
}

type HomeProps = { isSignedIn: boolean; chosen: Template | null; templates: Template[]; count: number }

function Home({ isSignedIn, chosen, templates, count }: HomeProps) {
  const t = useTranslations('site')
  return (
    <main id="main" className="flex-1">
      <section className="mx-auto w-full max-w-270 px-4 pt-[10vh] pb-20 sm:pt-[14vh]">
        <div className="flex max-w-170 flex-col gap-8">
          <div className="flex flex-col gap-3">
            <h1 className="text-3xl leading-tight font-semibold tracking-tight text-balance sm:text-[40px]">
              {t('title')}
            </h1>
            <p className="max-w-140 text-base leading-7 text-muted-foreground">{t('lead')}</p>
          </div>
          <HomePrompt key={chosen?.slug} isSignedIn={isSignedIn} template={chosen} />
        </div>
      </section>
      <TryTemplates templates={templates} count={count} />
      <section aria-labelledby="evidence" className="border-t">
        <div className="mx-auto grid w-full max-w-270 gap-10 px-4 py-16 lg:grid-cols-2 lg:gap-16">
          <div className="flex min-w-0 flex-col gap-8">
            <div className="flex flex-col gap-2">
              <h2 id="evidence" className="text-xl font-semibold tracking-tight">
                {t('evidence.title')}
              </h2>
              <p className="text-sm leading-6 text-muted-foreground">{t('evidence.text')}</p>
            </div>
            <dl className="flex flex-col divide-y border-y">
              {(['written', 'run', 'failed'] as const).map((fact) => (
                <div key={fact} className="flex flex-col gap-1 py-4">
                  <dt className="text-sm font-medium">{t(`facts.${fact}.title`)}</dt>
                  <dd className="text-sm leading-6 text-muted-foreground">{t(`facts.${fact}.text`)}</dd>
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
