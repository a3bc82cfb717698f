import type { Attempt } from '../browser.ts'
import type { Page } from './page.ts'
import { isShown } from './shown.ts'
import { readHay } from './text.ts'

/** What a page says to whoever did not find what they looked for. */

const MAX_QUOTE = 160

const textIn = (page: Page, element: Element): string =>
  readHay(page, element)
    .pieces.map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()

const shown = (page: Page, selector: string): string[] =>
  [...page.document.querySelectorAll(selector)]
    .filter((one) => isShown(page, one))
    .map((one) => textIn(page, one))
    .filter((text) => text !== '')

const alertsOf = (page: Page): string[] => shown(page, '[role=alert],[aria-live=assertive]')

/** Faults that a form tells beside its fields. */
function faultsOf(page: Page): string[] {
  const ids = [...page.document.querySelectorAll('[aria-invalid=true]')].flatMap((field) =>
    (field.getAttribute('aria-describedby') ?? field.getAttribute('aria-errormessage') ?? '').split(/\s+/),
  )
  return ids.flatMap((id) => {
    const told = id === '' ? null : page.document.getElementById(id)
    return told !== null && isShown(page, told) ? [textIn(page, told)] : []
  })
}

const cut = (text: string): string => (text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE - 1)}…` : text)

/** A short quote: alerts first, then the heading. */
export function describePage(page: Page): string {
  const status = page.status >= 400 ? `It answers ${page.status}. ` : ''
  const alerts = [...alertsOf(page), ...faultsOf(page)].filter((text) => text !== '')
  if (alerts.length > 0) return `${status}The page says: “${cut([...new Set(alerts)].join(' '))}”`
  const [heading] = shown(page, 'h1')
  const body = textIn(page, page.document.querySelector('main') ?? page.document.body)
  if (heading === undefined) return `${status}${body === '' ? 'The page is empty.' : `The page says: “${cut(body)}”`}`
  const rest = body.startsWith(heading) ? body.slice(heading.length).trim() : body
  return `${status}The page “${cut(heading)}” says: “${cut(rest)}”`
}

/** How applications tell, in English and Spanish, that something is not for its reader, or not there. */
const REFUSAL = new RegExp(
  [
    'not (?:allowed|permitted|authori[sz]ed|found|yours)|no longer (?:exists|available)|does not exist|could not be found',
    'you (?:may|must) not|(?:access|permission) (?:is |was )?denied|forbidden|unauthori[sz]ed|(?:have|has) (?:no|not) permission',
    'do(?:es)? not have (?:access|permission)|only (?:the )?[\\w ]{1,30} (?:can|may)|(?:sign|log) in (?:to|first)|no access',
    'no (?:est[áa] permitid|tienes? (?:acceso|permiso)|est[áa] autorizad|existe|se (?:encontr[óo]|ha encontrado|encuentra))',
    'denegad|prohibid|sin (?:acceso|permiso)|inicia(?:r)? sesi[óo]n (?:para|primero)|s[óo]lo (?:el|la|los|las|quien)',
  ].join('|'),
  'i',
)
/** What an alert may say beside that. */
const ALERT =
  /can(?:no|.)t|could not|must|already|too (?:many|long|short|late|early|large)|full|no puede|debe|ya (?:existe|est[áa])|demasiad/i

/** What is told of a form that was taken. */
const SUCCESS =
  /\b(?:saved|created|added|sent|updated|deleted|removed|booked|thanks?|success\w*|guardad[oa]|cread[oa]|a[ñn]adid[oa]|enviad[oa]|actualizad[oa]|eliminad[oa]|reservad[oa]|gracias)\b/i

const SIGN_IN = /(?:sign|log)-?(?:in|on)|login|auth|acceder|acceso|entrar|ingresar|iniciar/i

/** The page asks who its reader is, where something else was asked for. */
function isSignInPage(page: Page, asked: URL): boolean {
  if (SIGN_IN.test(asked.pathname)) return false
  const isElsewhere = page.url.pathname !== asked.pathname
  if (isElsewhere && SIGN_IN.test(page.url.pathname)) return true
  return [...page.document.querySelectorAll('input[type=password]')].some((one) => isShown(page, one))
}

/** Whether what was tried last came to nothing. */
export function isRefused({ asked, isForm, answer, keptBack }: Attempt, page: Page): boolean {
  if (keptBack !== null) return true
  if (answer?.is === 'file' || answer === null) return answer !== null && [401, 403, 404].includes(answer.status)
  if ([401, 403, 404].includes(page.status) || isSignInPage(page, asked)) return true
  if (page.document.querySelector('template[data-dgst^="NEXT_HTTP_ERROR_FALLBACK;"]') !== null) return true
  const alerts = [...alertsOf(page), ...faultsOf(page)]
  // A form that comes back with an alert was not taken.
  if (isForm && page.isReply && alerts.some((text) => !SUCCESS.test(text))) return true
  const main = textIn(page, page.document.querySelector('main') ?? page.document.body)
  if (alerts.some((text) => ALERT.test(text))) return true
  return [...alerts, ...shown(page, 'h1'), ...(main.length < SHORT ? [main] : [])].some((text) => REFUSAL.test(text))
}

/** A page that says no more than this says only that. */
const SHORT = 300
