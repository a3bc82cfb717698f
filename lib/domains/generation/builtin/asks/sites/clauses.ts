import type { Token } from '../reading/tokens'
import type { Piece } from './pieces'

/** A part of a sentence that says one thing: an item of a list, a fact, what the site is for. */
export type SiteClause = {
  pieces: Piece[]
  /** Stands on the site as it is said: behind the title of a section, in brackets, behind "we sell". */
  isContent: boolean
  /** Says something of its own, whatever was refused before it. */
  isFresh: boolean
  /** Says what the site is for. */
  isLead: boolean
  /** Says of something what it has: what goes on behind it may still belong to that. */
  isHolding: boolean
  /** The clause in front of the colon or bracket behind which this one stands. */
  under?: SiteClause
}

/** Cuts a sentence at its signs, at "and", and behind what says that a site is wanted. */
export function clausesOf(pieces: readonly Piece[]): SiteClause[] {
  const clauses: SiteClause[] = []
  const outside: { isContent: boolean; under: SiteClause | undefined }[] = []
  let [isContent, isFresh, isLead, isOfSite] = [false, true, false, false]
  let under: SiteClause | undefined
  let isHolding = false
  let open: Piece[] = []
  const close = (): void => {
    if (open.length === 0) return
    clauses.push({ pieces: open, isContent, isFresh, isLead: isOfSite, isHolding, ...(under && { under }) })
    ;[open, isFresh, isHolding] = [[], false, false]
  }
  for (const piece of pieces) {
    if (piece.is === 'cut') {
      // "Phone: 555-0100" says one thing.
      if (piece.words === ':' && open.some(({ is }) => is === 'label') && open.every(isNaming)) continue
      close()
      if (piece.words === ':' || piece.words === '(') {
        if (piece.words === '(') outside.push({ isContent, under })
        under = clauses.at(-1)
        isContent = (piece.words === ':' && isContent) || (under !== undefined && isHeading(under))
        if (piece.words === ':') [isFresh, isLead, isOfSite] = [true, false, false]
      }
      if (piece.words === ')') ({ isContent, under } = outside.pop() ?? { isContent, under })
      if (/^(?:;|but|pero)$/.test(piece.words)) isFresh = true
      continue
    }
    if (piece.is === 'having') {
      if (isLead || open.every(({ is }) => is === 'talk')) close()
      isLead = false
      if (open.length === 0) isFresh = true
      else isHolding = true
      continue
    }
    if (piece.is === 'telling') {
      close()
      isContent = true
    }
    open.push(piece)
    isOfSite ||= piece.is === 'site'
    isLead ||= piece.is === 'site' || piece.shown?.what === 'subject' || piece.shown?.what === 'name'
    // "A quirky site for Nimbus": what it is like, and what it is for.
    if (piece.is === 'site') close()
  }
  close()
  return clauses
}

const isNaming = ({ is }: Piece): boolean => is === 'talk' || is === 'label'

const isAnnouncing = ({ is }: Piece): boolean => is === 'talk' || is === 'page'

/** The title of a section, behind which stands what it holds. */
const isHeading = ({ pieces, isLead }: SiteClause): boolean =>
  !isLead && pieces.some(({ is, shown }) => is === 'section' || shown?.what === 'title')

/** The words of pieces, in order. */
export const tokensOf = (pieces: readonly Piece[]): Token[] => pieces.flatMap(({ tokens }) => [...tokens])

/**
 * Clauses over which something that limits reaches: those of its list up to where another one begins, on both sides
 * where it does not stand in front.
 */
export function underLimits(clauses: readonly SiteClause[]): Set<SiteClause> {
  const under = new Set<SiteClause>()
  clauses.forEach((clause, at) => {
    const limit = clause.pieces.findIndex(({ is }) => is === 'limit')
    if (limit === -1) return
    under.add(clause)
    const isFirst = clause.pieces.slice(0, limit).every(isAnnouncing)
    const isWide = clause.pieces[limit]!.isWide === true
    if (!isFirst && !isWide) return
    for (let next = at + 1; next < clauses.length && !clauses[next]!.isFresh; next++) under.add(clauses[next]!)
    if (isFirst) return
    for (let last = at; last > 0 && !clauses[last]!.isFresh; last--) under.add(clauses[last - 1]!)
  })
  return under
}
