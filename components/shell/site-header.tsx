import Link from 'next/link'
import { Button } from '../ui/button'
import { type Account, AccountMenu } from './account-menu'
import { NavLink } from './nav-link'
import { ThemeToggle } from './theme-toggle'
import { Wordmark } from './wordmark'

/** 48 px, the same on every page. `account` null: nobody is signed in. */
export function SiteHeader({ account }: { account: Account | null }) {
  return (
    <header className="sticky top-0 z-40 flex h-12 shrink-0 items-center gap-4 border-b bg-background px-4">
      <a
        href="#main"
        className="sr-only rounded-md bg-foreground px-3 py-1.5 text-sm text-background focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to content
      </a>
      <Wordmark />
      <nav aria-label="Main" className="flex items-center gap-1">
        {account !== null && <NavLink href="/projects">Projects</NavLink>}
        <NavLink href="/docs/api">API</NavLink>
      </nav>
      <div className="ml-auto flex items-center gap-1">
        <ThemeToggle />
        {account === null ? (
          <>
            <Button asChild variant="ghost">
              <Link href="/sign-in">Sign in</Link>
            </Button>
            <Button asChild variant="secondary" className="max-sm:hidden">
              <Link href="/sign-up">Sign up</Link>
            </Button>
          </>
        ) : (
          <AccountMenu account={account} />
        )}
      </div>
    </header>
  )
}
