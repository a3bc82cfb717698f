import { finding } from '../../check.ts'
import type { Finding } from '../../contract.ts'
import type { AppModel } from '../app-model.ts'
import { lineIndex } from '../position.ts'
import { catalogueOf } from '../sql-catalogue.ts'
import { shapeOf } from './addresses.ts'
import { exportedMethods } from './handlers.ts'

/** What `devora.json` promises and the files do not keep: pages, routes, tables. */
export async function promiseFindings(model: AppModel): Promise<Finding[]> {
  const { spec } = model.project
  const text = model.project.text('devora.json') ?? ''
  const at = lineIndex(text)
  const findings: Finding[] = []
  const say = (rule: string, section: string, value: string, message: string, owner: Finding['owner']): void => {
    const start = Math.max(0, text.indexOf(`"${section}"`))
    const offset = text.indexOf(JSON.stringify(value), start)
    findings.push(
      finding({
        check: 'contract',
        rule,
        file: 'devora.json',
        ...at(Math.max(start, offset)),
        message,
        ...(owner !== undefined && { owner }),
      }),
    )
  }
  const shape = (path: string): string => shapeOf(path.replace(/:(\w+)/g, '[$1]').replace(/\{(\w+)\}/g, '[$1]'))
  const pages = new Set(model.routes.pages.map(({ route }) => shapeOf(route)))
  if (spec.mode === undefined || spec.mode === 'fullstack') {
    for (const { path } of spec.pages ?? [])
      if (path.startsWith('/') && !pages.has(shape(path.replace(/[?#].*$/, ''))))
        say('missing-page', 'pages', path, `devora.json promises the page ${path}, but no file shows it.`, 'frontend')
    for (const { method, path } of spec.routes ?? []) {
      const handlers = model.routes.handlers.filter(({ route }) => shapeOf(route) === shape(path))
      const methods = handlers.map((one) => exportedMethods(model, one.path))
      if (handlers.length === 0)
        say(
          'missing-route',
          'routes',
          path,
          `devora.json promises ${method} ${path}, but no route handler answers it.`,
          'backend',
        )
      else if (!methods.some((one) => one === null || one.has(method)))
        say(
          'wrong-method',
          'routes',
          path,
          `devora.json promises ${method} ${path}, but ${handlers[0]?.path} does not export it.`,
          'backend',
        )
    }
  }
  const catalogue = await catalogueOf(model.project)
  // The things of a plain site are sections of its pages, not tables.
  if (catalogue.certain && spec.mode !== 'site')
    for (const { table } of spec.entities ?? []) {
      const id = table.includes('.') ? table : `public.${table}`
      if (!catalogue.relations.has(id))
        say(
          'missing-table',
          'entities',
          table,
          `devora.json promises the table ${table}, but no migration creates it.`,
          'database',
        )
    }
  return findings
}
