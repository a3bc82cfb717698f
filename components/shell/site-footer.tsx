import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { LanguageChoice } from './language-choice'
import { cn } from '../ui/cn'

/** `hasLanguage`: whoever is signed in chooses the language in the settings. */
export function SiteFooter({ hasLanguage }: { hasLanguage: boolean }) {
  const t = useTranslations('shell')
  return (
    <footer className="border-t">
      <div
        className={cn(
          'mx-auto flex w-full max-w-270 flex-wrap items-center gap-x-6',
          'gap-y-3 px-4 py-6 text-sm text-muted-foreground',
        )}
      >
        <p className="min-w-0 basis-full sm:basis-auto">{t('footer.promise')}</p>
        <nav aria-label={t('footer.label')} className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:ml-auto">
          <Link href="/docs/api" className="rounded-sm hover:text-foreground">
            {t('api')}
          </Link>
        </nav>
        {hasLanguage && <LanguageChoice />}
      </div>
    </footer>
  )
}
