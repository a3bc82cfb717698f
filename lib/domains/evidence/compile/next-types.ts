import { byCodeUnit, isScript } from '../paths.ts'
import { appRoutes } from '../syntax/app-routes.ts'

/**
 * The type files that `next build` writes into `.next/types` before it type-checks (Next 16.4: `routes.d.ts`,
 * `validator.ts`, `next-env.d.ts`), for the same faults to be found without a build: a page that takes `params` as a
 * plain object, a handler with a wrong signature, a route name that does not exist in `PageProps<'/…'>`. Stricter in
 * one thing: Next's own validator takes any props of a page, although `params` has been a promise since Next 15 and a
 * page that reads it directly is broken.
 */

export const NEXT_ENV = `/// <reference types="next" />
/// <reference types="next/image-types/global" />
import "./__next_routes__.d.ts"
`

const segments = (route: string): string[] => route.split('/').filter(Boolean)

function params(route: string): string {
  const fields = segments(route).flatMap((part) => {
    const match = /^\[(\[)?(\.\.\.)?([^\]]+)\]{1,2}$/.exec(part)
    if (!match) return []
    const [, optional, rest, name] = match
    return [`${JSON.stringify(name)}${optional ? '?' : ''}: string${rest ? '[]' : ''}`]
  })
  return `{ ${fields.join('; ')} }`
}

const union = (routes: Iterable<string>): string =>
  [...routes].map((route) => JSON.stringify(route)).join(' | ') || 'never'

export type NextTypes = {
  routes: string
  validator: string
  /** Offset in `validator` → the project file it validates, so that a finding lands there. */
  fileAt(offset: number): string | undefined
}

type AppRoutes = ReturnType<typeof appRoutes>

const routeUnion = (list: readonly { route: string }[]): string => union(new Set(list.map(({ route }) => route)))

/** `routes.d.ts`: which addresses there are, and what each takes. */
function routesFile({ pages, layouts, handlers }: AppRoutes): string {
  const all = new Map([...pages, ...layouts, ...handlers].map(({ route }) => [route, params(route)]))
  const slots = (route: string): string => union(new Set(layouts.find((one) => one.route === route)?.slots ?? []))
  return `import type React from 'react'
type AppRoutes = ${routeUnion(pages)}
type LayoutRoutes = ${routeUnion(layouts)}
type AppRouteHandlerRoutes = ${routeUnion(handlers)}
interface ParamMap {
${[...all].map(([route, shape]) => `  ${JSON.stringify(route)}: ${shape}`).join('\n')}
}
interface LayoutSlotMap {
${layouts.map(({ route }) => `  ${JSON.stringify(route)}: ${slots(route)}`).join('\n')}
}
export type { AppRoutes, LayoutRoutes, AppRouteHandlerRoutes, ParamMap }
declare global {
  interface PageProps<AppRoute extends AppRoutes> {
    params: Promise<ParamMap[AppRoute]>
    searchParams: Promise<Record<string, string | string[] | undefined>>
  }
  type LayoutProps<LayoutRoute extends LayoutRoutes> = {
    params: Promise<ParamMap[LayoutRoute]>
    children: React.ReactNode
  } & { [K in LayoutSlotMap[LayoutRoute]]: React.ReactNode }
  interface RouteContext<AppRouteHandlerRoute extends AppRouteHandlerRoutes> {
    params: Promise<ParamMap[AppRouteHandlerRoute]>
  }
}
`
}

/** What stands in `validator.ts` before the files: the shape of a page, a layout and a handler. */
const VALIDATOR_HEAD = `import type React from 'react'
import type { AppRoutes, LayoutRoutes, ParamMap, AppRouteHandlerRoutes } from './__next_routes__.d.ts'
import type { ResolvingMetadata, ResolvingViewport } from 'next/types.js'
import type { NextRequest } from 'next/server.js'
type PageInput<Route extends AppRoutes> = { params: Promise<ParamMap[Route]>; searchParams: Promise<any> }
type AppPageConfig<Route extends AppRoutes = AppRoutes> = {
  default: React.JSXElementConstructor<PageInput<Route>>
  generateStaticParams?: (props: { params: ParamMap[Route] }) => Promise<any[]> | any[]
  generateMetadata?: (props: PageInput<Route>, parent: ResolvingMetadata) => Promise<any> | any
  generateViewport?: (props: PageInput<Route>, parent: ResolvingViewport) => Promise<any> | any
  metadata?: any
  viewport?: any
}
type LayoutInput<Route extends LayoutRoutes> = { params: Promise<ParamMap[Route]> } & any
type LayoutConfig<Route extends LayoutRoutes = LayoutRoutes> = {
  default:
    | React.ComponentType<LayoutProps<Route>>
    | ((props: LayoutProps<Route>) => React.ReactNode | Promise<React.ReactNode> | never | void | Promise<void>)
  generateStaticParams?: (props: { params: ParamMap[Route] }) => Promise<any[]> | any[]
  generateMetadata?: (props: LayoutInput<Route>, parent: ResolvingMetadata) => Promise<any> | any
  generateViewport?: (props: LayoutInput<Route>, parent: ResolvingViewport) => Promise<any> | any
  metadata?: any
  viewport?: any
}
type Handler<Route extends AppRouteHandlerRoutes> = (
  request: NextRequest,
  context: { params: Promise<ParamMap[Route]> },
) => Promise<Response | void> | Response | void
type RouteHandlerConfig<Route extends AppRouteHandlerRoutes = AppRouteHandlerRoutes> = {
  [Method in 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS']?: Handler<Route>
}
`

/** Holds one file of the project against the type of its kind. */
const checkOf = (path: string, type: string): string => `{
  type IsExpected<Specific extends ${type}> = Specific
  const handler = {} as typeof import(${JSON.stringify(`./${path.replace(/\.tsx?$/, '.js')}`)})
  type Check = IsExpected<typeof handler>
  // @ts-ignore
  type Unused = Check
}
`

/** `paths`: every file of the project. */
export function nextTypes(paths: Iterable<string>): NextTypes {
  const routes = appRoutes([...paths].filter((path) => isScript(path)).sort(byCodeUnit))
  let validator = VALIDATOR_HEAD
  const spans: { end: number; path: string }[] = []
  const validate = (list: readonly { path: string; route: string }[], type: string): void => {
    for (const { path, route } of list) {
      if (!/\.tsx?$/.test(path)) continue
      validator += checkOf(path, `${type}<${JSON.stringify(route)}>`)
      spans.push({ end: validator.length, path })
    }
  }
  validate(routes.pages, 'AppPageConfig')
  validate(routes.layouts, 'LayoutConfig')
  validate(routes.handlers, 'RouteHandlerConfig')
  return {
    routes: routesFile(routes),
    validator,
    fileAt: (offset) => (offset < VALIDATOR_HEAD.length ? undefined : spans.find(({ end }) => offset < end)?.path),
  }
}
