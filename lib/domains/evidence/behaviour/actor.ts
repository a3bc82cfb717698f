import type { Person } from '../../../app-runtime/open-app.ts'
import type { LocalSupabase } from '../../../supabase-local/open.ts'
import type { Step } from '../../spec/scenario.ts'
import { SUPABASE_URL } from '../preview-environment.ts'
import { type Attempt, Browser } from './browser.ts'
import type { BrowserCode } from './browser-code.ts'
import type { Chromium } from './chromium/chromium.ts'
import type { ClientParts } from './chromium/client-parts.ts'
import { LivePage } from './chromium/live-page.ts'
import { runLiveStep } from './chromium/run-live-step.ts'
import type { Tried } from './page/act-on-field.ts'
import type { Page } from './page/page.ts'
import type { Scene } from './read-steps.ts'
import { runStep } from './run-step.ts'

/** Somebody of a scenario: what they have before them, and how they do a step. There are two ways, and one meaning. */
export type Actor = {
  browser: { readonly page: Page | null; readonly last: Attempt | null; readonly hasSent: boolean }
  do(scene: Scene, step: Step): Tried | Promise<Tried>
}

type Fetch = (request: Request) => Promise<Response>
type Played = {
  person: Person
  /** Language that they read. */
  locale: string
  stage: {
    supabase: LocalSupabase | null
    fetch?: Fetch
    client?: () => Promise<ClientParts>
    drawn?: (html: string) => string
  }
}

/** Somebody who reads what the server sends, and sends forms as a browser without JavaScript does. */
export function actorFor({
  person,
  locale,
  stage: { supabase },
  codeAt,
}: Played & { codeAt(pathname: string): BrowserCode }): Actor {
  const fetch: Fetch = (request) => supabase?.fetch(request) ?? Promise.resolve(new Response(null, { status: 404 }))
  const browser = new Browser({ person, locale, supabase: fetch, supabaseUrl: SUPABASE_URL })
  return { browser, do: (scene, step) => runStep({ ...scene, browser, codeAt }, step) }
}

/** Somebody in Chromium. @throws ChromiumStopped */
export async function liveActor({
  person,
  locale,
  stage: { supabase, fetch, client, drawn },
  chromium,
}: Played & { chromium: Chromium }): Promise<Actor> {
  const browser = await LivePage.open({
    chromium,
    person,
    locale,
    supabase: fetch ?? supabase?.fetch ?? null,
    client: (await client?.()) ?? null,
    ...(drawn && { drawn }),
  })
  return { browser, do: (scene, step) => runLiveStep({ ...scene, browser }, step) }
}
