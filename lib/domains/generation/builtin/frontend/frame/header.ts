import { attribute, code, key, quote, text } from '../../code'
import type { Model, PageModel } from '../model'
import { tagline } from './layout'

const ACCOUNT_VIEWS = ['sign-in', 'sign-up', 'account']

/** Pages of the main navigation: those the plan marks; when it marks none, every page that needs no id and no form. */
export function navPages(model: Model): PageModel[] {
  const candidates = model.pages.filter((page) => !page.path.includes('[') && !ACCOUNT_VIEWS.includes(page.view))
  const marked = candidates.filter((page) => page.nav)
  return marked.length > 0 ? marked : candidates.filter((page) => page.view !== 'new')
}

/** `components/site/navigation.ts` */
export function navigation(model: Model): string {
  const items = navPages(model).map((page) => {
    const entries = [
      ['href', page.path],
      ['label', page.path === '/' && page.title === page.purpose ? model.copy.home : page.title],
    ] as const
    return (
      '  { ' +
      entries.map(([name, value]) => key(name) + ': ' + quote(value)).join(', ') +
      (page.auth === 'admin' ? ', isAdminOnly: true' : '') +
      ' },'
    )
  })
  return code`
    export type NavTarget = { href: string; label: string; isAdminOnly?: boolean }

    /** Every link of the main navigation, in order. */
    export const siteNavigation: NavTarget[] = [
    ${items}
    ]
  `
}

export const brand = (model: Model): string => code`
  /** Name of the application, linked to its first page. */
  export function Brand({ className }: { className?: string }) {
    return (
      <Link href="/" className={cx('flex min-h-11 items-center gap-3 font-display font-bold', className)}>
        <svg aria-hidden="true" viewBox="0 0 24 24" className="size-7 shrink-0">
          ${BRAND_MARKS[model.look.shell]}
        </svg>
        <span className="min-w-0">${text(model.spec.name)}</span>
      </Link>
    )
  }
`

const BRAND_MARKS: Record<Model['look']['shell'], string> = {
  topbar:
    '<circle cx="9" cy="12" r="7" fill="currentColor" />\n<circle cx="16" cy="12" r="6" fill="none" stroke="currentColor" strokeWidth="2" />',
  sidebar:
    '<path d="M3 3h8v8H3zM13 13h8v8h-8z" fill="currentColor" />\n<path d="M13 4h7v6h-7zM4 14h6v6H4z" fill="none" stroke="currentColor" strokeWidth="2" />',
  masthead: '<path d="M12 2l3 7 7 3-7 3-3 7-3-7-7-3 7-3z" fill="currentColor" />',
  minimal: '<path d="M4 20L12 4l8 16z" fill="none" stroke="currentColor" strokeWidth="2.5" />',
}

/** Sign in and out: way in for visitors, account and way out for members. */
export function accountLinks(model: Model): string {
  const { copy } = model
  const [signInPath, signUpPath, accountPath] = [
    model.pathOf('sign-in'),
    model.pathOf('sign-up'),
    model.pathOf('account'),
  ]
  const usesQuiet = (signInPath !== null && signUpPath !== null) || accountPath !== null
  return code`
    const looks = {
      filled: { strong: buttonClass('inverse'), quiet: buttonClass('onComponent') },
      plain: { strong: buttonClass(), quiet: buttonClass('quiet') },
    }

    export function AccountLinks({ user, tone }: { user: AppUser | null; tone: keyof typeof looks }) {
      const { strong${usesQuiet && ', quiet'} } = looks[tone]
      if (user === null) {
        return (
          <>
            ${buttonLink(signInPath, copy.signIn, signUpPath === null ? 'strong' : 'quiet')}
            ${buttonLink(signUpPath, copy.signUp, 'strong')}
          </>
        )
      }
      return (
        <>
          ${buttonLink(accountPath, copy.account, 'quiet')}
          <form action={signOut}>
            <button type="submit" className={strong}>
              ${text(copy.signOut)}
            </button>
          </form>
        </>
      )
    }
  `
}

const buttonLink = (path: string | null, label: string, look: string): string | null =>
  path === null ? null : '<Link href=' + attribute(path) + ' className={' + look + '}>\n  ' + text(label) + '\n</Link>'

const START = code`
  const items = siteNavigation.filter((item) => !item.isAdminOnly || user?.isAdmin === true)
`

/** `components/site/site-header.tsx`, one drawing per shell. */
export function siteHeader(model: Model): string {
  const hasAccount = model.pathOf('sign-in') !== null
  const count = navPages(model).length
  const isFilled = model.look.shell === 'topbar' || model.look.shell === 'sidebar'
  const account = (inPanel: boolean): string | false =>
    hasAccount && '<AccountLinks user={user} tone="' + (isFilled && !inPanel ? 'filled' : 'plain') + '" />'
  const draw = { topbar, sidebar, masthead, minimal }[model.look.shell]
  return code`
    export function SiteHeader({ user }: { user: AppUser | null }) {
      ${START}
      return (
        ${draw(model, account, count)}
      )
    }
  `
}

type Draw = (model: Model, account: (panel: boolean) => string | false, count: number) => string

const mobileMenu = (account: string | false): string =>
  account === false ? '<MobileMenu items={items} />' : '<MobileMenu items={items}>\n  ' + account + '\n</MobileMenu>'

const topbar: Draw = ({ copy }, account, count) => code`
  <header className="relative bg-component text-component-foreground">
    <div className="mx-auto flex max-w-6xl items-center justify-between gap-4 px-4 py-3 sm:px-6">
      <Brand className="text-lg" />
      ${count <= 5 && desktopNav(copy.mainNavigation, 'filled', 'flex flex-wrap items-center gap-1')}
      <div className="hidden items-center gap-2 lg:flex">
        ${account(false)}
      </div>
      ${mobileMenu(account(true))}
    </div>
    ${count > 5 && '<div className="mx-auto hidden max-w-6xl px-3 pb-2 sm:px-4 lg:block">\n  ' + desktopNav(copy.mainNavigation, 'filled', 'flex flex-wrap items-center gap-1').replace(/\n/g, '\n  ') + '\n</div>'}
  </header>
`

const desktopNav = (label: string, tone: string, className: string): string => code`
  <nav aria-label=${attribute(label)} className="hidden lg:block">
    <NavLinks items={items} tone="${tone}" className="${className}" />
  </nav>
`

const sidebar: Draw = ({ copy }, account) => code`
  <header className="relative bg-component text-component-foreground">
    <div className="lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:overflow-y-auto">
      <div className="flex items-center justify-between gap-4 px-4 py-3 lg:px-6 lg:pt-8 lg:pb-4">
        <Brand className="text-lg leading-tight" />
        ${mobileMenu(account(true))}
      </div>
      <nav aria-label=${attribute(copy.mainNavigation)} className="hidden grow px-3 lg:block">
        <NavLinks items={items} tone="filled" className="grid gap-1" />
      </nav>
      <div className="hidden flex-wrap gap-2 p-4 lg:flex">
        ${account(false)}
      </div>
    </div>
  </header>
`

const masthead: Draw = ({ copy }, account) => code`
  <header>
    <div className="relative mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-4 px-4 pt-6 pb-5 sm:px-6 lg:pt-10">
      <Brand className="text-3xl leading-none text-ink sm:text-5xl" />
      <div className="hidden items-center gap-2 lg:flex">
        ${account(false)}
      </div>
      ${mobileMenu(account(true))}
    </div>
    <div className="hidden bg-component text-component-foreground lg:block">
      <nav aria-label=${attribute(copy.mainNavigation)} className="mx-auto max-w-6xl px-3 py-1">
        <NavLinks items={items} tone="filled" className="flex flex-wrap gap-1" />
      </nav>
    </div>
    <div className="h-1.5 bg-component lg:hidden" />
  </header>
`

const minimal: Draw = ({ copy }, account) => code`
  <header className="relative border-t-8 border-component">
    <div className="mx-auto flex max-w-6xl items-center justify-between gap-6 px-4 py-6 sm:px-6">
      <Brand className="text-2xl text-ink" />
      <div className="hidden items-center gap-4 lg:flex">
        <nav aria-label=${attribute(copy.mainNavigation)}>
          <NavLinks items={items} tone="plain" className="flex flex-wrap gap-2" />
        </nav>
        ${account(false)}
      </div>
      ${mobileMenu(account(true))}
    </div>
  </header>
`

/** `components/site/site-footer.tsx` */
export const siteFooter = (model: Model): string => code`
  export function SiteFooter() {
    return (
      <footer className="mt-12 border-t border-border ${model.look.shell === 'topbar' || model.look.shell === 'masthead' ? 'bg-component text-component-foreground' : 'bg-sunken'}">
        <div className="mx-auto grid max-w-6xl gap-6 px-4 py-8 text-sm sm:px-6 md:grid-cols-[1fr_2fr]">
          <div>
            <p className="font-display text-base font-bold">${text(model.spec.name)}</p>
            <p className="mt-1">${text(tagline(model))}</p>
          </div>
          <nav aria-label=${attribute(model.copy.footerNavigation)}>
            <ul className="flex flex-wrap gap-x-5 gap-y-1 md:justify-end">
              {siteNavigation
                .filter((item) => !item.isAdminOnly)
                .map((item) => (
                  <li key={item.href}>
                    <Link href={item.href} className="inline-flex min-h-9 items-center underline-offset-4 hover:underline">
                      {item.label}
                    </Link>
                  </li>
                ))}
            </ul>
          </nav>
        </div>
      </footer>
    )
  }
`
