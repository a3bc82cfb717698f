import { code, quote, text } from '../../code'
import type { Part } from './part'

/** What knows the application as a whole: formatting, addresses, navigation behaviour. */
export const SITE: readonly Part[] = [
  {
    path: 'components/site/format.ts',
    exports: [
      'formatMoney',
      'formatNumber',
      'formatDate',
      'formatDateTime',
      'formatBoolean',
      'formatPoint',
      'pointLabel',
      'humanize',
      'initials',
      'moneyInput',
    ],
    body: ({ copy }) => code`
      type Maybe<T> = T | null | undefined
      const locale = ${quote(copy.intl)}
      const none = '–'

      /** Minor units (cents) as an amount: 1250 is shown as 12.50. */
      export function formatMoney(value: Maybe<number>, currency: string): string {
        if (value === null || value === undefined) return none
        return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(value / 100)
      }

      /** Minor units as the text of an input: 1250 becomes "12.50". */
      export function moneyInput(value: Maybe<number>): string {
        return value === null || value === undefined ? '' : (value / 100).toFixed(2)
      }

      export function formatNumber(value: Maybe<number>, unit?: string): string {
        if (value === null || value === undefined) return none
        return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value) + (unit ? ' ' + unit : '')
      }

      /** A calendar day. Days and times are stored and shown as UTC, so that everyone reads what was typed. */
      export function formatDate(value: Maybe<string>): string {
        if (!value) return none
        return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value))
      }

      export function formatDateTime(value: Maybe<string>): string {
        if (!value) return none
        return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(value))
      }

      export function formatBoolean(value: Maybe<boolean>): string {
        return value ? ${quote(copy.yes)} : ${quote(copy.no)}
      }

      /** "in_progress" becomes "In progress"; a text that somebody wrote stays as it is. */
      export function humanize(value: string): string {
        if (!/^[a-z0-9_-]+$/.test(value)) return value.charAt(0).toUpperCase() + value.slice(1)
        const words = value.replace(/[_-]+/g, ' ')
        return words.charAt(0).toUpperCase() + words.slice(1)
      }

      export function initials(name: string): string {
        const words = name.split(/\s+/).filter(Boolean)
        return words.slice(0, 2).map((word) => word.charAt(0).toUpperCase()).join('')
      }

      /** A number in a chart; with a currency it is money in minor units. */
      export function formatPoint(value: number, money?: string): string {
        return money ? formatMoney(value, money) : formatNumber(value)
      }

      /** The label of a point: months and days are spelled out, everything else is made readable. */
      export function pointLabel(label: string): string {
        if (label === 'true' || label === 'false') return formatBoolean(label === 'true')
        if (/^\d{4}-\d{2}$/.test(label)) {
          return new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(label + '-01'))
        }
        if (/^\d{4}-\d{2}-\d{2}$/.test(label)) {
          return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(label))
        }
        return humanize(label)
      }
    `,
  },
  {
    path: 'components/site/search-params.ts',
    exports: ['searchValue', 'hrefWith', 'isFiltered'],
    types: ['SearchParams'],
    body: () => code`
      export type SearchParams = Record<string, string | string[] | undefined>

      /** One value of the address; of a repeated one the first. */
      export function searchValue(params: SearchParams, name: string): string {
        const value = params[name]
        return (Array.isArray(value) ? value[0] : value) ?? ''
      }

      /** The same address with some values changed; an empty value is left out. Any change but that of the page starts at page 1. */
      export function hrefWith(path: string, params: SearchParams, changes: Record<string, string>): string {
        const query = new URLSearchParams()
        const names = new Set([...Object.keys(params), ...Object.keys(changes)])
        for (const name of names) {
          if (name === 'page' && changes.page === undefined) continue
          const value = changes[name] ?? searchValue(params, name)
          if (value !== '') query.set(name, value)
        }
        const text = query.toString()
        return text === '' ? path : path + '?' + text
      }

      /** Whether the visitor narrowed the list down, so that "nothing here" means "nothing matches". */
      export function isFiltered(params: SearchParams): boolean {
        return Object.keys(params).some((name) => !['sort', 'dir', 'page', 'size'].includes(name) && searchValue(params, name) !== '')
      }
    `,
  },
  {
    path: 'components/site/nav-links.tsx',
    client: true,
    exports: ['NavLinks'],
    types: ['NavTone'],
    body: () => code`
      const tones = {
        filled: { other: 'hover:underline', current: 'bg-component-foreground text-component-inverse' },
        plain: { other: 'text-foreground hover:text-ink hover:underline', current: 'text-ink underline decoration-4' },
        panel: { other: 'text-foreground hover:bg-soft', current: 'bg-component text-component-foreground' },
      }
      export type NavTone = keyof typeof tones

      /** Links of the main navigation; the page you are on is marked for eyes and for screen readers. */
      export function NavLinks({ items, tone, className, onNavigate }: { items: NavTarget[]; tone: NavTone; className?: string; onNavigate?: () => void }) {
        const pathname = usePathname()
        const matches = items.filter((item) => pathname === item.href || (item.href !== '/' && pathname.startsWith(item.href + '/')))
        const current = matches.sort((a, b) => b.href.length - a.href.length)[0]?.href
        return (
          <ul className={className}>
            {items.map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  onClick={onNavigate}
                  aria-current={item.href === current ? 'page' : undefined}
                  className={cx(
                    'flex min-h-11 items-center rounded-field px-3 text-sm font-medium underline-offset-8',
                    item.href === current ? tones[tone].current : tones[tone].other,
                  )}
                >
                  {item.label}
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    `,
  },
  {
    path: 'components/site/mobile-menu.tsx',
    client: true,
    exports: ['MobileMenu'],
    body: ({ copy }) => code`
      /** The navigation of small screens, opened by a button. */
      export function MobileMenu({ items, children }: { items: NavTarget[]; children?: ReactNode }) {
        const [isOpen, setOpen] = useState(false)
        return (
          <div className="lg:hidden">
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls="mobile-menu"
              aria-label={isOpen ? ${quote(copy.closeMenu)} : ${quote(copy.menu)}}
              onClick={() => setOpen(!isOpen)}
              className="flex size-11 cursor-pointer items-center justify-center rounded-field border border-current"
            >
              <svg aria-hidden="true" viewBox="0 0 24 24" className="size-6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round">
                <path d={isOpen ? 'M6 6l12 12M18 6L6 18' : 'M4 7h16M4 12h16M4 17h16'} />
              </svg>
            </button>
            {isOpen ? (
              <nav id="mobile-menu" aria-label=${'"' + copy.mainNavigation + '"'} className="absolute inset-x-0 top-full z-40 border-b border-border bg-surface p-4 text-foreground shadow-card">
                <NavLinks items={items} tone="panel" onNavigate={() => setOpen(false)} className="grid gap-1" />
                {children ? <div className="mt-3 flex flex-wrap gap-2 border-t border-border pt-3">{children}</div> : null}
              </nav>
            ) : null}
          </div>
        )
      }
    `,
  },
  {
    path: 'components/site/connection-notice.tsx',
    exports: ['ConnectionNotice'],
    body: ({ copy }) => code`
      /** Quiet word to whoever sets the project up: it runs, but has nowhere to keep anything yet. */
      export function ConnectionNotice() {
        return (
          <aside aria-label=${'"' + copy.notConfigured + '"'} className="border-b border-border bg-soft px-4 py-2 text-center text-xs break-words text-foreground">
            <strong>${text(copy.notConfigured)}.</strong> ${text(copy.notConfiguredHint)}
          </aside>
        )
      }
    `,
  },
  {
    path: 'components/site/admin-only.tsx',
    exports: ['AdminOnly'],
    body: ({ copy }) => code`
      export function AdminOnly() {
        return (
          <Notice title=${'"' + copy.adminOnly + '"'}>${text(copy.adminOnlyHint)}</Notice>
        )
      }
    `,
  },
  {
    path: 'components/site/share-link.tsx',
    client: true,
    exports: ['ShareLink'],
    body: ({ copy }) => code`
      /** Copies the address of this page. */
      export function ShareLink() {
        const [isCopied, setCopied] = useState(false)
        return (
          <Button type="button" variant="outline" onClick={() => navigator.clipboard.writeText(window.location.href).then(() => setCopied(true), () => setCopied(false))}>
            <span aria-live="polite">{isCopied ? ${quote(copy.copied)} : ${quote(copy.share)}}</span>
          </Button>
        )
      }
    `,
  },
]
