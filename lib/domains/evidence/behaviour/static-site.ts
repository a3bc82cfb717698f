import { posix } from 'node:path'
import { CookieJar } from '../../../app-runtime/server/cookie-jar.ts'
import type { Person } from '../../../app-runtime/open-app.ts'
import { isSite } from '../../../app-runtime/build-site.ts'
import type { ProjectUnderCheck } from '../check.ts'
import type { BrowserCode } from './browser-code.ts'
import { typeOfFile } from './chromium/client-parts.ts'
import type { Page } from './page/page.ts'
import { NotAltered } from '../preview/shared-application.ts'
import type { Application, OpenStage } from './run-scenario.ts'
import { writingScript } from './site-scripts.ts'

/** A plain site is its own server: every address is a file. Nobody has an account there. */

/** The project as something to play scenarios on, where it is a plain site; else null. */
export function openSite(project: ProjectUnderCheck): Application | null {
  if (!isSite(project.files.keys())) return null
  const stage: OpenStage = {
    supabase: null,
    newPerson: () => personOf(project),
    stylesOf: (page) => siteStyles(project, page),
    close: () => Promise.resolve(),
  }
  // Nothing stands between a file and who reads it, and there is no database to prepare.
  return {
    stage: (options) =>
      options?.prepare === undefined
        ? Promise.resolve(stage)
        : Promise.reject(new NotAltered('A plain site has no database.')),
  }
}

function personOf({ files }: ProjectUnderCheck): Person {
  return {
    cookies: new CookieJar(),
    fetch(path, init) {
      if (init?.method === 'POST') return Promise.resolve(new Response(null, { status: 405 }))
      const found = fileAt(files, path)
      const name = found ?? '404.html'
      const bytes = files.get(name)
      const type = typeOfFile(name)
      const body = bytes === undefined ? '' : new Uint8Array(bytes)
      const headers = { 'content-type': bytes === undefined ? 'text/html' : type }
      return Promise.resolve(new Response(body, { status: found === null ? 404 : 200, headers }))
    },
  }
}

/** As hosts of plain sites find a file; null where there is none. */
function fileAt(files: ReadonlyMap<string, unknown>, path: string): string | null {
  const { pathname } = new URL(path, 'http://localhost')
  const name = decoded(pathname).replace(/^\/+/, '')
  const names = [name, `${name}.html`, posix.join(name, 'index.html')]
  return names.flatMap((one) => [one, `public/${one}`]).find((one) => files.has(one)) ?? null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Scripts of a page may listen to anything; what it shows is theirs only where one of them writes. */
export const siteCode =
  ({ files, text }: ProjectUnderCheck) =>
  (pathname: string): BrowserCode => {
    const file = fileAt(files, pathname)
    const html = file === null ? '' : (text(file) ?? '')
    const hasScript = /<script(?![^>]*ld\+json)/i.test(html)
    const script =
      !hasScript || file === null ? null : writingScript(html, (source) => read({ files, text }, file, source))
    return {
      draws: script === null ? null : `a script of ${file}`,
      mayDraw: hasScript,
      clicks: hasScript,
      types: hasScript,
      submits: hasScript,
    }
  }

/** A file that a page names; null where it is none of the project. */
function read({ files, text }: Pick<ProjectUnderCheck, 'files' | 'text'>, page: string, source: string): string | null {
  const base = `http://localhost/${page.replace(/^public\//, '')}`
  const at = URL.canParse(source, base) ? new URL(source, base) : null
  const file = at === null || at.host !== 'localhost' ? null : fileAt(files, at.pathname)
  return file === null ? null : (text(file) ?? null)
}

/** The file that shows an address. */
export const siteFile =
  ({ files }: ProjectUnderCheck) =>
  (pathname: string): string | undefined =>
    fileAt(files, pathname) ?? undefined

/** The style sheets that a page of a plain site links to; none of an application, whose styles are built. */
function siteStyles({ files, text }: ProjectUnderCheck, { document, url }: Page): string[] {
  if (!isSite(files.keys())) return []
  return [...document.querySelectorAll('link[rel~=stylesheet][href]')].slice(0, MAX_SHEETS).flatMap((link) => {
    const href = link.getAttribute('href') ?? ''
    const at = URL.canParse(href, url) ? new URL(href, url) : null
    const file = at === null || at.origin !== url.origin ? null : fileAt(files, at.pathname)
    return file === null ? [] : (text(file) ?? [])
  })
}
const MAX_SHEETS = 20
