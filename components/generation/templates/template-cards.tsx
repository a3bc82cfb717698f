import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import type { Template } from '@/lib/domains/generation/contract'

export function TemplateCards({ templates }: { templates: readonly Template[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {templates.map((template) => (
        <TemplateCard key={template.slug} {...template} />
      ))}
    </ul>
  )
}

/** A template with the sentence that it is made from; the link covers it. */
function TemplateCard({ slug, name, prompt }: Pick<Template, 'slug' | 'name' | 'prompt'>) {
  const t = useTranslations('site.templates')
  const locale = useLocale()
  return (
    <li className="group relative flex flex-col overflow-hidden rounded-lg border bg-raised hover:border-input">
      {/* A picture of ours, made for this size: nothing is to be optimised. */}
      {/* oxlint-disable-next-line nextjs/no-img-element */}
      <img
        src={`/templates/${slug}-${locale}.webp`}
        alt=""
        width={800}
        height={500}
        loading="lazy"
        decoding="async"
        className="aspect-8/5 w-full border-b bg-muted object-cover object-top"
      />
      <div className="flex flex-1 flex-col gap-2 p-4">
        <h3 className="text-sm font-medium">
          {/* Nothing of it is fetched for those who only read this page. */}
          <Link
            href={`/templates/${slug}`}
            prefetch={false}
            aria-label={t('try', { name })}
            className="after:absolute after:inset-0 after:rounded-lg"
          >
            {name}
          </Link>
        </h3>
        <p className="text-[13px] leading-5 text-muted-foreground">{prompt}</p>
      </div>
    </li>
  )
}
