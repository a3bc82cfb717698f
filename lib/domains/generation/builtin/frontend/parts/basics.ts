import { code, text } from '../../code'
import type { Part } from './part'

/** The smallest building blocks: buttons, cards, badges, notices, headings, pictures. */
export const BASICS: readonly Part[] = [
  {
    path: 'components/ui/cx.ts',
    exports: ['cx'],
    body: () => code`
      /** Joins class names and leaves out what is not there. */
      export function cx(...names: (string | false | null | undefined)[]): string {
        return names.filter(Boolean).join(' ')
      }
    `,
  },
  {
    path: 'components/ui/button.tsx',
    exports: ['Button', 'buttonClass'],
    body: () => code`
      const base =
        'inline-flex cursor-pointer items-center justify-center gap-2 rounded-control font-semibold transition-colors disabled:cursor-wait disabled:opacity-60'
      const sizes = { regular: 'min-h-11 px-4 py-2 text-sm', small: 'min-h-8 px-3 py-1 text-xs' }
      const variants = {
        primary: 'bg-component text-component-foreground hover:bg-component-hover',
        inverse: 'bg-component-foreground text-component-inverse hover:opacity-90',
        outline: 'border border-ink bg-surface text-ink hover:bg-soft',
        quiet: 'text-ink hover:bg-soft',
        outlineOnComponent: 'border border-current text-component-foreground hover:bg-component-hover',
        onComponent: 'text-component-foreground hover:bg-component-hover',
        danger: 'border border-danger bg-surface text-danger hover:bg-danger hover:text-surface',
      }

      export type ButtonVariant = keyof typeof variants

      /** The look of a button, for links that act like one. */
      export function buttonClass(variant: ButtonVariant = 'primary', size: keyof typeof sizes = 'regular'): string {
        return cx(base, sizes[size], variants[variant])
      }

      type Props = ComponentProps<'button'> & { variant?: ButtonVariant; size?: keyof typeof sizes }

      export function Button({ variant, size, className, type = 'submit', ...rest }: Props) {
        return <button type={type} className={cx(buttonClass(variant, size), className)} {...rest} />
      }
    `,
  },
  {
    path: 'components/ui/card.tsx',
    exports: ['Card'],
    body: () => code`
      export function Card({ className, children }: { className?: string; children: ReactNode }) {
        return <div className={cx('rounded-card border border-border bg-surface p-5 shadow-card sm:p-6', className)}>{children}</div>
      }
    `,
  },
  {
    path: 'components/ui/badge.tsx',
    exports: ['Badge'],
    body: () => code`
      const good = /^(done|closed|resolved|completed?|paid|active|approved|published|available|confirmed|delivered|won|hech[oa]|cerrad[oa]|resuelt[oa]|pagad[oa]|activ[oa]|aprobad[oa]|publicad[oa]|disponible|confirmad[oa]|entregad[oa])$/
      const bad = /^(urgent|overdue|failed|cancelled|canceled|rejected|blocked|expired|lost|critical|urgente|vencid[oa]|fallid[oa]|cancelad[oa]|rechazad[oa]|bloquead[oa]|critic[oa])$/

      /** A value from a short list, such as a state or a category. Draws nothing for an empty one. */
      export function Badge({ value }: { value: string | null | undefined }) {
        if (!value) return null
        const tone = good.test(value) ? 'border-success text-success' : bad.test(value) ? 'border-danger text-danger' : 'border-transparent text-ink'
        return <span className={cx('inline-flex items-center rounded-full border bg-soft px-2.5 py-0.5 text-xs font-semibold', tone)}>{humanize(value)}</span>
      }
    `,
  },
  {
    path: 'components/ui/late.tsx',
    exports: ['Late'],
    body: ({ copy }) => code`
      /** A day is over when the next one has begun, a moment when it has passed. */
      const isOver = (when: string) => (when.length === 10 ? when < new Date().toISOString().slice(0, 10) : new Date(when) < new Date())

      /** Says that something is late; draws nothing while there is time, or when nothing is due. */
      export function Late({ when }: { when: string | null | undefined }) {
        if (!when || !isOver(when)) return null
        return <span className="inline-flex items-center rounded-full border border-danger px-2.5 py-0.5 text-xs font-semibold text-danger">${text(copy.late)}</span>
      }
    `,
  },
  {
    path: 'components/ui/notice.tsx',
    exports: ['Notice'],
    body: () => code`
      const tones = { info: 'border-ink', success: 'border-success', danger: 'border-danger' }

      export function Notice({ tone = 'info', title, children }: { tone?: keyof typeof tones; title?: string; children: ReactNode }) {
        return (
          <div role={tone === 'danger' ? 'alert' : 'status'} className={cx('rounded-control border-l-4 bg-soft px-4 py-3 text-sm text-foreground', tones[tone])}>
            {title ? <p className="font-semibold">{title}</p> : null}
            <div>{children}</div>
          </div>
        )
      }
    `,
  },
  {
    path: 'components/ui/page-header.tsx',
    exports: ['PageHeader'],
    body: () => code`
      export function PageHeader({ title, intro, children }: { title: ReactNode; intro?: string; children?: ReactNode }) {
        return (
          <header className="mb-8 flex flex-wrap items-end justify-between gap-4">
            <div className="max-w-2xl min-w-0">
              <h1 className="font-display text-3xl font-bold break-words sm:text-4xl">{title}</h1>
              {intro ? <p className="mt-2 text-muted">{intro}</p> : null}
            </div>
            {children ? <div className="flex flex-wrap items-center gap-2">{children}</div> : null}
          </header>
        )
      }
    `,
  },
  {
    path: 'components/ui/empty-state.tsx',
    exports: ['EmptyState'],
    body: () => code`
      /** Says why there is nothing and what to do next. */
      export function EmptyState({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
        return (
          <div className="rounded-card border border-dashed border-border bg-surface px-6 py-12 text-center">
            <svg aria-hidden="true" viewBox="0 0 48 48" className="mx-auto size-12 text-ink" fill="none" stroke="currentColor" strokeWidth="2">
              <rect x="8" y="12" width="32" height="26" rx="3" />
              <path d="M8 26h9l3 5h8l3-5h9" />
            </svg>
            <p className="mt-4 font-display text-lg font-semibold">{title}</p>
            <p className="mx-auto mt-1 max-w-md text-sm text-muted">{hint}</p>
            {children ? <div className="mt-5 flex justify-center">{children}</div> : null}
          </div>
        )
      }
    `,
  },
  {
    path: 'components/ui/stat.tsx',
    exports: ['Stat'],
    body: () => code`
      export function Stat({ label, value, hint }: { label: string; value: string; hint?: string }) {
        return (
          <div className="rounded-card border border-border border-t-4 border-t-component bg-surface p-5 shadow-card">
            <p className="text-sm text-muted first-letter:uppercase">{label}</p>
            <p className="mt-1 font-display text-3xl font-bold tabular-nums">{value}</p>
            {hint ? <p className="mt-1 text-xs text-muted">{hint}</p> : null}
          </div>
        )
      }
    `,
  },
  {
    path: 'components/ui/picture.tsx',
    exports: ['Picture'],
    body: () => code`
      /** A picture by its address, or the initials of what it would show. */
      export function Picture({ src, name, className }: { src: string | null | undefined; name: string; className?: string }) {
        if (src && /^(https?:|data:image|[/])/.test(src)) {
          return <img src={src} alt={name} loading="lazy" className={cx('bg-soft object-cover', className)} />
        }
        return (
          <span aria-hidden="true" className={cx('flex items-center justify-center bg-soft font-display text-3xl font-bold text-ink select-none', className)}>
            {initials(name)}
          </span>
        )
      }
    `,
  },
  {
    path: 'components/ui/stars.tsx',
    exports: ['Stars'],
    body: ({ copy }) => code`
      /** A mark of one to five; draws nothing when there is none. */
      export function Stars({ value }: { value: number | null | undefined }) {
        if (value === null || value === undefined || value === 0) return null
        const full = Math.min(5, Math.max(0, Math.round(value)))
        return (
          <span className="inline-flex items-center gap-1 text-ink">
            <span aria-hidden="true" className="tracking-wider">{'★'.repeat(full) + '☆'.repeat(5 - full)}</span>
            <span className="text-sm text-muted">
              {formatNumber(value)}
              <span className="sr-only"> ${text(copy.starsOf)}</span>
            </span>
          </span>
        )
      }
    `,
  },
  {
    path: 'components/ui/external-link.tsx',
    exports: ['ExternalLink'],
    body: ({ copy }) => code`
      /** An address somebody typed: a link only when it is a web address, a player when it is a sound. */
      export function ExternalLink({ href, label }: { href: string | null | undefined; label?: string }) {
        if (!href) return null
        if (!/^https?:/i.test(href)) return <span className="break-all">{href}</span>
        if (/[.](mp3|ogg|wav|m4a)$/i.test(href)) {
          return (
            <audio controls preload="none" src={href} aria-label={label ?? ${"'" + copy.listen + "'"}} className="w-full max-w-sm">
              <track kind="captions" />
            </audio>
          )
        }
        return (
          <a href={href} rel="noopener noreferrer nofollow" target="_blank" className="font-medium break-all text-ink underline underline-offset-4">
            {label ?? href.replace(/^https?:[/][/](www[.])?/, '')}
          </a>
        )
      }
    `,
  },
  {
    path: 'components/ui/detail-list.tsx',
    exports: ['Details', 'Detail'],
    body: ({ copy }) => code`
      export function Details({ isNarrow = false, children }: { isNarrow?: boolean; children: ReactNode }) {
        return <dl className={cx('grid gap-x-6 gap-y-4 sm:grid-cols-2', isNarrow && 'lg:grid-cols-1')}>{children}</dl>
      }

      export function Detail({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
        const isEmpty = children === null || children === undefined || children === '' || children === false
        return (
          <div className={cx('min-w-0', wide && 'col-span-full')}>
            <dt className="text-xs font-semibold tracking-wide text-muted uppercase">{label}</dt>
            <dd className="mt-1 break-words whitespace-pre-line">{isEmpty ? <span className="text-muted">${text(copy.none)}</span> : children}</dd>
          </div>
        )
      }
    `,
  },
  {
    path: 'components/ui/pagination.tsx',
    exports: ['Pagination'],
    body: ({ copy }) => code`
      /** Links to the neighbouring pages of a list; keeps search, filters and order. */
      export function Pagination({ path, params, page, pageCount }: { path: string; params: SearchParams; page: number; pageCount: number }) {
        if (pageCount <= 1) return null
        return (
          <nav aria-label=${'"' + copy.pages + '"'} className="mt-8 flex items-center justify-center gap-3">
            {page > 1 ? (
              <Link href={hrefWith(path, params, { page: String(page - 1) })} rel="prev" className={buttonClass('outline')}>
                ${text(copy.previous)}
              </Link>
            ) : null}
            <span className="text-sm text-muted">
              {${"'" + copy.page + " '"} + page + ${"' " + copy.of + " '"} + pageCount}
            </span>
            {page < pageCount ? (
              <Link href={hrefWith(path, params, { page: String(page + 1) })} rel="next" className={buttonClass('outline')}>
                ${text(copy.next)}
              </Link>
            ) : null}
          </nav>
        )
      }
    `,
  },
]
