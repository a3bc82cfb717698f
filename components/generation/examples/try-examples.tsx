import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import { TRY_EXAMPLES } from '@/lib/domains/generation/constants'

/** Three applications, each with the sentence that it was made from, to be used without an account. */
export function TryExamples() {
  const t = useTranslations('site.examples')
  const sentences = useTranslations('prompt.examples')
  const locale = useLocale()
  return (
    <section aria-labelledby="examples" className="border-t">
      <div className="mx-auto flex w-full max-w-270 flex-col gap-8 px-4 py-16">
        <div className="flex flex-col gap-2">
          <h2 id="examples" className="text-xl font-semibold tracking-tight">
            {t('title')}
          </h2>
          <p className="max-w-140 text-sm leading-6 text-muted-foreground">{t('text')}</p>
        </div>
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {TRY_EXAMPLES.map((example) => (
            <li
              key={example}
              className="group relative flex flex-col overflow-hidden rounded-lg border bg-raised hover:border-input"
            >
              {/* A picture of ours, made for this size: nothing is to be optimised. */}
              {/* oxlint-disable-next-line nextjs/no-img-element */}
              <img
                src={`/examples/${example}-${locale}.webp`}
                alt=""
                width={800}
                height={500}
                loading="lazy"
                decoding="async"
                className="aspect-8/5 w-full border-b bg-muted object-cover object-top"
              />
              <div className="flex flex-1 flex-col gap-2 p-4">
                <h3 className="text-sm font-medium">
                  {/* The link covers the card. Nothing of it is fetched for those who only read this page. */}
                  <Link
                    href={`/examples/${example}`}
                    prefetch={false}
                    className="after:absolute after:inset-0 after:rounded-lg"
                  >
                    {t('try', { title: sentences(`${example}.title`) })}
                  </Link>
                </h3>
                <p className="text-[13px] leading-5 text-muted-foreground">{sentences(`${example}.prompt`)}</p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
