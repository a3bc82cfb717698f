import { AuthError } from '../auth-error.ts'
import { requireAdmin } from '../current-user.ts'
import { findUsers, userBody } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'

const DEFAULT_PER_PAGE = 50
const MAX_PER_PAGE = 1000

function readNumber(work: Work, name: string, fallback: number): number {
  const text = work.url.searchParams.get(name) || String(fallback)
  if (!/^\d{1,9}$/.test(text)) {
    throw new AuthError(400, 'validation_failed', `Bad Pagination Parameters: "${text}": invalid syntax`)
  }
  return Number(text)
}

/** GET /admin/users?page=&per_page=: the newest first. */
export const listAccounts: Verb = async (work) => {
  requireAdmin(work)
  const page = Math.max(1, readNumber(work, 'page', 1))
  const perPage = Math.min(MAX_PER_PAGE, Math.max(1, readNumber(work, 'per_page', DEFAULT_PER_PAGE)))
  const isListed = `coalesce(u.aud, 'authenticated') = 'authenticated'`
  const [counted] = await work.sql<{ count: number }>(
    `select count(*)::int as count from auth.users u where ${isListed}`,
  )
  const users = await findUsers(
    work.sql,
    `${isListed} order by u.created_at desc nulls last, u.id limit $1::bigint offset $2::bigint`,
    [perPage, (page - 1) * perPage],
  )
  const total = counted?.count ?? 0
  const response = json({ users: users.map(userBody), aud: 'authenticated' })
  response.headers.set('x-total-count', String(total))
  response.headers.set('link', pageLinks(work, page, Math.max(1, Math.ceil(total / perPage))))
  return response
}

function pageLinks(work: Work, page: number, last: number): string {
  const link = (to: number, rel: string): string => {
    // The client reads what follows the first `=` as the page.
    const query = new URLSearchParams([['page', String(to)], ...pageless(work)])
    return `<${work.url.pathname}?${query.toString()}>; rel="${rel}"`
  }
  return [...(page < last ? [link(page + 1, 'next')] : []), link(last, 'last')].join(', ')
}

const pageless = (work: Work): [string, string][] => [...work.url.searchParams].filter(([name]) => name === 'per_page')
