import type { Person } from '../../../../app-runtime/open-app.ts'
import type { StageOptions } from '../../preview/shared-application.ts'
import type { Stage } from '../run-scenario.ts'

/** What goes on while scenarios are played: what an ask is about can be told from it where its plan does not say it. */
export class Traffic {
  /** Tables that were written to, by what was done. */
  readonly updated = new Set<string>()
  readonly deleted = new Set<string>()
  readonly inserted = new Set<string>()
  /** Pages were asked for by something that was filled in. */
  hasQuery = false

  /** Stands between an application and its Supabase, and only looks. */
  readonly between: NonNullable<StageOptions['between']> = (request, next) => {
    const table = /^\/rest\/v1\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1]
    if (table !== undefined) this.written(request.method)?.add(decodeURIComponent(table))
    return next(request)
  }

  private written(method: string): Set<string> | undefined {
    if (method === 'DELETE') return this.deleted
    if (method === 'PATCH') return this.updated
    return method === 'POST' || method === 'PUT' ? this.inserted : undefined
  }

  /** People whose addresses are looked at. */
  readonly watch = (stage: Stage): Stage => ({
    ...stage,
    newPerson: () => {
      const person = stage.newPerson()
      const fetch: Person['fetch'] = (path, init) => {
        if (init?.method !== 'POST' && /\?[^=]+=[^&]/.test(path)) this.hasQuery = true
        return person.fetch(path, init)
      }
      return { cookies: person.cookies, fetch }
    },
  })
}
