import type { PageView } from '../../../spec/contract'
import type { ProjectFile, WriterGenerator } from '../../agents/agent'
import { isOffered, isPublic } from './access'
import { composerFile } from './entity/composer'
import { formFile } from './entity/form'
import { cardFile, itemFile, stateButtonsFile, tableFile } from './entity/show'
import { pollOf, voteFile } from './entity/vote'
import { globalsCss, iconSvg } from './frame/globals'
import { accountLinks, brand, navigation, siteFooter, siteHeader } from './frame/header'
import { errorPage, layout, loadingPage, notFoundPage } from './frame/layout'
import { importedModules, sourceFile, type Symbols } from './imports'
import { type EntityModel, type Model, modelOf, type PageModel } from './model'
import { PARTS, symbolsOf } from './symbols'
import { accountView, authFiles, signInView, signUpView } from './views/auth'
import { detailView } from './views/detail'
import { editView, newView } from './views/forms'
import { homeView } from './views/home'
import { listView } from './views/list'
import { pageSource, type View } from './views/page'
import { boardView, calendarView, galleryView } from './views/places'
import { dashboardView, leaderboardView, reportView } from './views/stats'
import { aboutView, contactView } from './views/words'
import { chatView } from './views/chat'

const VIEWS: Record<PageView, View> = {
  home: homeView,
  list: listView,
  detail: detailView,
  new: newView,
  edit: editView,
  dashboard: dashboardView,
  board: boardView,
  calendar: calendarView,
  leaderboard: leaderboardView,
  gallery: galleryView,
  chat: chatView,
  report: reportView,
  about: aboutView,
  contact: contactView,
  'sign-in': signInView,
  'sign-up': signUpView,
  account: accountView,
}

const pageFile = (model: Model, page: PageModel, symbols: Symbols): ProjectFile =>
  sourceFile(
    page.file,
    pageSource(page, VIEWS[page.view](model, page), page.path === '/' ? model.spec.name : page.title),
    symbols,
  )

function* frameFiles(model: Model, symbols: Symbols): Generator<ProjectFile> {
  yield { path: 'app/globals.css', content: globalsCss(model) + '\n' }
  yield sourceFile('app/layout.tsx', layout(model), symbols)
  yield sourceFile('components/site/navigation.ts', navigation(model), symbols)
  yield sourceFile('components/site/brand.tsx', brand(model), symbols)
  if (model.pathOf('sign-in') !== null)
    yield sourceFile('components/site/account-links.tsx', accountLinks(model), symbols)
  yield sourceFile('components/site/site-header.tsx', siteHeader(model), symbols)
  yield sourceFile('components/site/site-footer.tsx', siteFooter(model), symbols)
  yield sourceFile('app/error.tsx', errorPage(model), symbols, { client: true })
  yield sourceFile('app/not-found.tsx', notFoundPage(model), symbols)
  yield sourceFile('app/loading.tsx', loadingPage(model), symbols)
  yield { path: 'app/icon.svg', content: iconSvg(model) + '\n' }
}

/** Every component an entity could have; only those that something imports are written. */
function entityFiles(model: Model, one: EntityModel, symbols: Symbols): ProjectFile[] {
  const canUpdate = one.paths.edit !== undefined
  const canCreate = isOffered(one, 'insert') || isPublic(one, 'insert') || !canUpdate
  const poll = pollOf(one)
  return [
    cardFile(one, symbols),
    itemFile(model, one, symbols),
    tableFile(model, one, symbols),
    formFile(model, one, symbols, canUpdate, canCreate),
    stateButtonsFile(model, one, symbols),
    composerFile(model, one, symbols),
    poll === null ? null : voteFile(model, one, poll, symbols),
  ].filter((file) => file !== null)
}

/**
 * Writes the front end of a plan: frame and home page first, then the other pages, then the components that these
 * import, and nothing else. Pure and deterministic: the same plan gives the same bytes.
 */
export const writeFrontend: WriterGenerator = function* ({ spec }) {
  const model = modelOf(spec)
  const symbols = symbolsOf(model)
  const wanted = new Set<string>()
  const note = (file: ProjectFile): ProjectFile => {
    for (const module of importedModules(file)) wanted.add(module)
    return file
  }
  for (const file of frameFiles(model, symbols)) yield note(file)
  const ordered = [...model.pages].sort((a, b) => Number(b.path === '/') - Number(a.path === '/'))
  for (const page of ordered) yield note(pageFile(model, page, symbols))
  for (const file of authFiles(model, symbols)) yield note(file)

  const available = new Map<string, ProjectFile>()
  for (const one of model.entities)
    for (const file of entityFiles(model, one, symbols)) available.set(file.path.replace(/\.tsx?$/, ''), file)
  for (const [module, part] of PARTS)
    available.set(module, sourceFile(part.path, part.body(model), symbols, { client: part.client }))
  // A set grows while it is walked, so this follows the imports of the files it writes.
  for (const module of wanted) {
    const file = available.get(module)
    if (file !== undefined) yield note(file)
  }
}
