import type { AppSpec, Entity } from '../../spec/contract'
import { entityNames } from '../../spec/names'
import { ownsPathsOf, type ProjectFile, type WriterName } from '../agents/agent'
import { writers } from '../agents/writers'
import { writeKit } from '../builtin/frontend/write-kit'
import { owedFiles, pageFile } from './owed-files'

/**
 * Divides the work of one writer into parts that can be written at the same time, each by a call of its own. Every path
 * belongs to exactly one part. What the parts share is not agreed upon but given: files of the built-in generator,
 * which are there before anybody writes.
 */
export type PartOfWork = {
  /** Names its calls on the bill, the same after a crash. */
  name: string
  /** Slugs of its entities; their folders are its own. */
  slugs: readonly string[]
  /** It has everything that belongs to no entity, and may change what is given. */
  hasFrame: boolean
  owns(path: string): boolean
  owed: readonly string[]
  /** What the built-in generator needs for the same, in characters: the best guess at how long an answer will be. */
  weight: number
}
/** A part, and the texts that are given to all of them. */
export type PartInput = { of: PartOfWork; given: ReadonlyMap<string, string> }
/** `always`: given files that belong to the project also when nobody imports them. */
export type Division = { parts: readonly PartOfWork[]; given: readonly ProjectFile[]; always: readonly string[] }

/** More calls repeat the plan and the instructions more often than they save time. */
const MOST_PARTS = 4
/**
 * Each call reads instructions, contract and plan anew, about 13,000 tokens: a part must have something to write for it
 * (about 4,000). Dividing further would not make the run faster either, because the database is one call and takes
 * longer than such a part.
 */
const LEAST_PART = 16_000
/** Below this (about 5,000 tokens) one call is over soon enough. */
const WORTH_DIVIDING = 20_000
/** The longest part must save at least a quarter of the time, and one part more at least a tenth. */
const MUST_SAVE = 0.75
const GAIN_OF_ONE_MORE = 0.9

const FRAME = ''
const FRAME_VIEWS = new Set(['home', 'sign-in', 'sign-up', 'account'])

/** Says which entity's group a path belongs to (a slug), or that it belongs to the frame. */
type GroupOf = (path: string) => string

function frontendGroups(spec: AppSpec, slugs: ReadonlySet<string>): GroupOf {
  const slugOf = new Map(spec.entities.map((entity) => [entity.name, entityNames(entity).slug]))
  const folders = spec.pages
    .filter((page) => page.path !== '/')
    .map((page) => {
      const isFrame = page.entity === undefined || FRAME_VIEWS.has(page.view ?? '')
      return {
        folder: pageFile(page.path).replace(/page\.tsx$/, ''),
        group: isFrame ? FRAME : (slugOf.get(page.entity!) ?? FRAME),
      }
    })
    .sort((a, b) => b.folder.length - a.folder.length)
  return (path) => {
    const folder = /^components\/([^/]+)\//.exec(path)?.[1]
    if (folder !== undefined) return slugs.has(folder) ? folder : FRAME
    return folders.find((one) => path.startsWith(one.folder))?.group ?? FRAME
  }
}

function backendGroups(slugs: ReadonlySet<string>): GroupOf {
  return (path) => {
    const slug = /^(?:lib\/(?:data|actions|validation)|app\/api)\/([^/]+?)(?:\.ts$|\/)/.exec(path)?.[1]
    return slug !== undefined && slugs.has(slug) ? slug : FRAME
  }
}

/** The entity that one without files of its own goes with: its parent, else the first one it points to. */
function hostOf(entity: Entity, spec: AppSpec): Entity | undefined {
  const parent = spec.access.find((rule) => rule.table === entity.table)?.via?.table
  const targets = [parent, ...entity.fields.map((field) => field.references)].filter(
    (table) => table !== undefined && table !== entity.table,
  )
  return targets.map((table) => spec.entities.find((one) => one.table === table)).find((one) => one !== undefined)
}

/** Heaviest first, each into the lightest part so far: at most a third worse than the best there is. */
function pack(
  groups: readonly (readonly [string, number])[],
  count: number,
): Array<{ groups: string[]; weight: number }> {
  const bins = Array.from({ length: count }, () => ({ groups: [] as string[], weight: 0 }))
  for (const [group, weight] of [...groups].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const lightest = bins.reduce((best, bin) => (bin.weight < best.weight ? bin : best))
    lightest.groups.push(group)
    lightest.weight += weight
  }
  return bins.filter((bin) => bin.groups.length > 0)
}
const longest = (bins: ReadonlyArray<{ weight: number }>): number => Math.max(...bins.map((bin) => bin.weight))

/** As few parts as give almost all of the speed; null when dividing is not worth it. */
function divide(groups: ReadonlyMap<string, number>): Array<{ groups: string[]; weight: number }> | null {
  const total = [...groups.values()].reduce((sum, weight) => sum + weight, 0)
  if (total < WORTH_DIVIDING) return null
  let chosen = pack([...groups], 1)
  for (
    let count = 2;
    count <= Math.min(MOST_PARTS, groups.size, Math.max(2, Math.floor(total / LEAST_PART)));
    count++
  ) {
    const next = pack([...groups], count)
    if (longest(next) <= longest(chosen) * GAIN_OF_ONE_MORE) chosen = next
  }
  return longest(chosen) <= total * MUST_SAVE ? chosen : null
}

/**
 * The parts of a new project's front end or back end; null when one call does it. Pure: the same plan gives the same
 * parts, so that a stage that runs again after a crash asks the same questions.
 */
export function divideWork(writer: WriterName, spec: AppSpec, signal: AbortSignal): Division | null {
  if (writer === 'database' || spec.mode === 'site' || spec.entities.length === 0) return null
  const slugs = new Set(spec.entities.map((entity) => entityNames(entity).slug))
  const groupOf = writer === 'frontend' ? frontendGroups(spec, slugs) : backendGroups(slugs)
  const builtin = [...(writers[writer].make.builtin({ spec, signal }) as Iterable<ProjectFile>)]
  const owed = owedFiles(writer, spec)
  // Sign-in, sessions, reading and checking are the same in every project and the last place for surprises: no model
  // writes them anew.
  const given =
    writer === 'frontend'
      ? writeKit(spec)
      : builtin.filter((file) => groupOf(file.path) === FRAME && !file.path.startsWith('app/api/'))
  const isGiven = new Set(given.map((file) => file.path))
  const asked = owed.filter((path) => !isGiven.has(path))
  const busy = new Set(asked.map(groupOf))
  const home = new Map<string, string>([[FRAME, FRAME]])
  for (const entity of spec.entities) {
    let at: Entity | undefined = entity
    for (
      const seen = new Set<Entity>();
      at !== undefined && !busy.has(entityNames(at).slug) && !seen.has(at);
      at = hostOf(at, spec)
    )
      seen.add(at)
    home.set(
      entityNames(entity).slug,
      at !== undefined && busy.has(entityNames(at).slug) ? entityNames(at).slug : FRAME,
    )
  }
  const groupAt: GroupOf = (path) => home.get(groupOf(path)) ?? FRAME
  const weights = new Map<string, number>(asked.map((path) => [groupAt(path), 0]))
  for (const file of builtin)
    if (!isGiven.has(file.path))
      weights.set(groupAt(file.path), (weights.get(groupAt(file.path)) ?? 0) + file.content.length)
  const bins = divide(weights)
  if (bins === null) return null
  // Somebody has to have the frame, also when all of it is given.
  const frame =
    bins.find((bin) => bin.groups.includes(FRAME)) ??
    bins.reduce((best, bin) => (bin.weight < best.weight ? bin : best))
  const isOwn = ownsPathsOf(writer)
  const parts = bins.map((bin): PartOfWork => {
    const has = (group: string): boolean => bin.groups.includes(group) || (group === FRAME && bin === frame)
    const owns = (path: string): boolean => isOwn(path) && has(groupAt(path))
    return {
      name: [...(bin === frame ? ['frame'] : []), ...bin.groups.filter((group) => group !== FRAME).sort()].join('+'),
      slugs: [...home].filter(([slug, group]) => slug !== FRAME && has(group)).map(([slug]) => slug),
      hasFrame: bin === frame,
      owns,
      owed: asked.filter(owns),
      weight: bin.weight,
    }
  })
  return {
    parts: parts.sort((a, b) => Number(b.hasFrame) - Number(a.hasFrame) || (a.name < b.name ? -1 : 1)),
    given,
    always: owed.filter((path) => isGiven.has(path)),
  }
}
