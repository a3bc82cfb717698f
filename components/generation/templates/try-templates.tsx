import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { Template } from '@/lib/domains/generation/contract'
import { TemplateCards } from './template-cards'

/** A few applications, each with the sentence that it was made from, to be used without an account. */
export function TryTemplates({ templates, count }: { templates: readonly Template[]; count: number }) {
  const t = useTranslations('site.templates')
  return (
    <section aria-labelledby="templates" className="border-t">
      <div className="mx-auto flex w-full max-w-270 flex-col gap-8 px-4 py-16">
        <div className="flex flex-col gap-2">
          <h2 id="templates" className="text-xl font-semibold tracking-tight">
            {t('title')}
          </h2>
          <p className="max-w-140 text-sm leading-6 text-muted-foreground">{t('text')}</p>
        </div>
        <TemplateCards templates={templates} />
        <Link href="/templates" className="text-sm font-medium underline-offset-4 hover:underline">
          {t('allOf', { count })}
        </Link>
      </div>
    </section>
  )
}
