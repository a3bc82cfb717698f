import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TemplateGallery } from '@/components/generation/templates/template-gallery'
import { listTemplates } from '@/lib/domains/generation/list-templates'
import { pageLocale } from '@/lib/web'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('site.templates')
  return { title: t('name') }
}

export default async function TemplatesPage() {
  const t = await getTranslations('site.templates')
  const templates = listTemplates(await pageLocale())
  return (
    <main id="main" className="mx-auto flex w-full max-w-270 flex-1 flex-col gap-8 px-4 py-12">
      <div className="flex flex-col gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">{t('heading')}</h1>
        <p className="max-w-140 text-sm leading-6 text-muted-foreground">{t('lead')}</p>
      </div>
      <TemplateGallery templates={templates} />
    </main>
  )
}
