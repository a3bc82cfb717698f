import type { Actor } from '../database.ts'
import type { PartRequest } from '../part.ts'
import type { RestRequest } from './rest-request.ts'
import { ident } from './write/sql.ts'

/** As whom the statement runs and what policies and functions can read of the request (`current_setting`). */
export function actorOf({ request, path, caller }: PartRequest, read: RestRequest): Actor {
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers) if (name !== 'cookie') headers[name] = value
  const timezone = read.preferences.timezone
  return {
    role: caller.role,
    settings: {
      search_path: [read.schema, 'public', 'extensions'].map(ident).join(', '),
      'request.jwt.claims': JSON.stringify(caller.claims),
      'request.method': request.method,
      'request.path': path,
      'request.headers': JSON.stringify(headers),
      'request.cookies': JSON.stringify(cookiesOf(request.headers.get('cookie'))),
      // Sessions are used again; what one request's functions set must not be another's answer.
      'response.headers': '',
      'response.status': '',
      'pgrst.inserted': '',
      ...(timezone !== undefined && { timezone }),
    },
  }
}

function cookiesOf(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0) cookies[part.slice(0, at).trim()] = part.slice(at + 1).trim()
  }
  return cookies
}
