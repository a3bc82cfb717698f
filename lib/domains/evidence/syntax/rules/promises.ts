import { finding } from '../../check.ts'
import type { Finding } from '../../contract.ts'
import type { AppModel } from '../app-model.ts'
import { lineIndex } from '../position.ts'
import { catalogueOf } from '../sql-catalogue.ts'
import { shapeOf } from './addresses.ts'
import { exportedMethods } from './handlers.ts'

/** Says that a promise, `value` in a section of `devora.json`, is not kept; `owner` is who makes what is missing. */
type Say = (rule: string, section: string, value: string, message: string, owner: Finding['owner']) => void

/** What `devora.json` promises and the files do not keep: pages, routes, tables. */
export async function promiseFindings(model: AppModel): Promise<Finding[]> {
  const { spec } = model.project
  const text = model.project.text('devora.json') ?? ''
  const at = lineIndex(text)
  const findings: Finding[] = []
  const say: Say = (rule, section, value, message, owner) => {
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
  if (spec.mode === undefined || spec.mode === 'fullstack') {
    checkPages(model, say)
    checkRoutes(model, say)
  }
  // The entities of a plain site are sections of its pages, not tables.
  if (spec.mode !== 'site') await checkTables(model, say)
  return findings
}

const promisedShape = (path: string): string => shapeOf(path.replace(/:(\w+)/g, '[$1]').replace(/\{(\w+)\}/g, '[$1]'))

function checkPages(model: AppModel, say: Say): void {
  const pages = new Set(model.routes.pages.map(({ route }) => shapeOf(route)))
  for (const { path } of model.project.spec.pages ?? [])
    if (path.startsWith('/') && !pages.has(promisedShape(path.replace(/[?#].*$/, ''))))
      say('missing-page', 'pages', path, `devora.json promises the page ${path}, but no file shows it.`, 'frontend')
}

function checkRoutes(model: AppModel, say: Say): void {
  for (const { method, path } of model.project.spec.routes ?? []) {
    const handlers = model.routes.handlers.filter(({ route }) => shapeOf(route) === promisedShape(path))
    const methods = handlers.map((one) => exportedMethods(model, one.path))
    const promise = `devora.json promises ${method} ${path}, but`
    if (handlers.length === 0)
      say('missing-route', 'routes', path, `${promise} no route handler answers it.`, 'backend')
    else if (!methods.some((one) => one === null || one.has(method)))
      say('wrong-method', 'routes', path, `${promise} ${handlers[0]?.path} does not export it.`, 'backend')
  }
}

async function checkTables(model: AppModel, say: Say): Promise<void> {
  const catalogue = await catalogueOf(model.project)
  if (!catalogue.certain) return
  for (const { table } of model.project.spec.entities ?? []) {
    const id = table.includes('.') ? table : `public.${table}`
    const message = `devora.json promises the table ${table}, but no migration creates it.`
    if (!catalogue.relations.has(id)) say('missing-table', 'entities', table, message, 'database')
  }
}
