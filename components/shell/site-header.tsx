import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { Button } from '../ui/button'
import type { Account } from './account-choices'
import { AccountMenu } from './account-menu'
import { NavLink } from './nav-link'
import { ThemeToggle } from './theme-toggle'
import { Wordmark } from './wordmark'
import { cn } from '../ui/cn'

/** 48 px, the same on every page. `account` null: nobody is signed in. */
export function SiteHeader({ account }: { account: Account | null }) {
  const t = useTranslations('shell')
  return (
    <header className="sticky top-0 z-40 flex h-12 shrink-0 items-center gap-4 border-b bg-background px-4">
      <a
        href="#main"
        className={cn(
          'sr-only rounded-md bg-foreground px-3 py-1.5 text-sm text-background',
          'focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50',
        )}
      >
        {t('skip')}
      </a>
      <Wordmark />
      <nav aria-label={t('main')} className="flex items-center gap-1">
        {account !== null && <NavLink href="/projects">{t('projects')}</NavLink>}
        <span className={account === null ? 'max-sm:hidden' : undefined}>
          <NavLink href="/templates">{t('templates')}</NavLink>
        </span>
        {/* On a phone signing up comes first; the footer leads there as well. */}
        <span className={account === null ? 'max-sm:hidden' : undefined}>
          <NavLink href="/docs/api">{t('api')}</NavLink>
        </span>
      </nav>
      <div className="ml-auto flex items-center gap-1">
        <ThemeToggle />
        {account === null ? (
          <>
            <Button asChild variant="ghost">
              <Link href="/sign-in">{t('signIn')}</Link>
            </Button>
            <Button asChild variant="secondary">
              <Link href="/sign-up">{t('signUp')}</Link>
            </Button>
          </>
        ) : (
          <AccountMenu account={account} />
        )}
      </div>
    </header>
  )
}
