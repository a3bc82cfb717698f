import { attribute, code, quote, sentence, text } from '../../code'
import type { Model } from '../model'

const REQUEST =
  /^(?:please |por favor,? )?(?:(?:can|could) you |i (?:want|need|would like) (?:you to )?|(?:quiero|necesito|me gustaría)(?: que)? )?(?:implement|develop|create|build|make|design|write|generate|crea(?:r|me)?|haz(?:me)?|hacer|desarrolla(?:r)?|construye|construir|diseña(?:r)?|genera(?:r)?)\s+/i

/**
 * One sentence about the application: what its home page is for; when the plan only says "Home", what was asked for in
 * the first sentence of the request ("Please implement a polls website …" becomes "A polls website …"); else what it
 * holds.
 */
export function tagline({ spec, copy, entities }: Model): string {
  const home = spec.pages.find((page) => page.path === '/')?.purpose.trim() ?? ''
  if (home.includes(' ')) return sentence(home)
  const asked = (/^[^.!?\n]+/.exec(spec.prompt.trim())?.[0] ?? '').trim()
  const wish = asked.replace(REQUEST, '')
  if (wish.includes(' ') && wish.length <= 180) return sentence(wish)
  const held = entities
    .filter((one) => one.paths.list !== undefined)
    .slice(0, 3)
    .map((one) => one.names.labelMany)
  return held.length > 0 ? copy.allInOne(held) : sentence(spec.name)
}

/**
 * `app/layout.tsx`: language, metadata, frame. The shell decides whether the navigation stands above or beside the
 * page.
 */
export function layout(model: Model): string {
  const { copy, spec } = model
  const isSidebar = model.look.shell === 'sidebar'
  return code`
    import './globals.css'

    export const metadata: Metadata = {
      title: { default: ${quote(spec.name)}, template: ${quote('%s · ' + spec.name)} },
      description: ${quote(tagline(model))},
    }

    // Every page shows what its visitor may see, so none is drawn in advance.
    export const dynamic = 'force-dynamic'

    export default async function RootLayout({ children }: { children: ReactNode }) {
      const user = await currentUser()
      return (
        <html lang="${copy.lang}">
          <body className="${isSidebar ? 'min-h-dvh lg:grid lg:grid-cols-[16rem_minmax(0,1fr)]' : 'flex min-h-dvh flex-col'}">
            <a
              href="#content"
              className="sr-only rounded-control bg-surface px-4 py-3 font-semibold text-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
            >
              ${text(copy.skip)}
            </a>
            <SiteHeader user={user} />
            ${isSidebar ? SIDEBAR_MAIN : PLAIN_MAIN}
          </body>
        </html>
      )
    }
  `
}

const PLAIN_MAIN = code`
  {isConfigured() ? null : <ConnectionNotice />}
  <main id="content" className="mx-auto w-full max-w-6xl grow px-4 py-8 sm:px-6 sm:py-12">
    {children}
  </main>
  <SiteFooter />
`

const SIDEBAR_MAIN = code`
  <div className="flex min-h-dvh min-w-0 flex-col">
    {isConfigured() ? null : <ConnectionNotice />}
    <main id="content" className="mx-auto w-full max-w-7xl grow px-4 py-8 sm:px-8 sm:py-10">
      {children}
    </main>
    <SiteFooter />
  </div>
`

/** `app/error.tsx`, `app/not-found.tsx`, `app/loading.tsx`. */
export const errorPage = ({ copy }: Model): string => code`
  export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
    return (
      <EmptyState title=${attribute(copy.errorTitle)} hint=${attribute(copy.errorHint)}>
        <Button type="button" onClick={reset}>
          ${text(copy.retry)}
        </Button>
      </EmptyState>
    )
  }
`

export const notFoundPage = ({ copy }: Model): string => code`
  export const metadata: Metadata = { title: ${quote(copy.missingTitle)} }

  export default function NotFoundPage() {
    return (
      <>
        <h1 className="sr-only">${text(copy.missingTitle)}</h1>
        <EmptyState title=${attribute(copy.missingTitle)} hint=${attribute(copy.missingHint)}>
          <Link href="/" className={buttonClass()}>
            ${text(copy.goHome)}
          </Link>
        </EmptyState>
      </>
    )
  }
`

export const loadingPage = ({ copy }: Model): string => code`
  export default function Loading() {
    return (
      <div aria-busy="true" aria-live="polite" className="grid gap-4">
        <span className="sr-only">${text(copy.loading)}</span>
        <div className="h-10 w-2/3 max-w-md animate-pulse rounded-card bg-soft" />
        <div className="h-4 w-full max-w-xl animate-pulse rounded-card bg-soft" />
        <div className="mt-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {[0, 1, 2].map((at) => (
            <div key={at} className="h-40 animate-pulse rounded-card bg-soft" />
          ))}
        </div>
      </div>
    )
  }
`
