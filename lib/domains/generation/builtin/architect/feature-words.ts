import { plain } from '../../../spec/inflect'
import { bare } from './find-entity'

/** What an application does with things, and none of them has: "add search to customers" adds no field to them. */
const FEATURE = new RegExp(
  `^(?:${[
    '(?:full text |quick |free text )?search(?:ing)?(?: (?:box|bar|field|form|function))?',
    'filters?(?:ing)?|sort(?:ing)?|pagination|paging|paginated lists?|infinite scroll(?:ing)?',
    '(?:csv |excel |pdf )?(?:export|import|download)s?(?: (?:button|function|to (?:csv|excel|pdf)))?|print(?:ing| view| button)?',
    '(?:\\w+ )?buttons?|undo|redo|dark mode|login|sign in|sign up',
    'busqueda|buscador|filtros?|ordenacion|paginacion|exportacion|importacion|impresion|boton(?:es)?(?: (?:de|para) \\w+)?|modo oscuro',
  ].join('|')})$`,
)

/** Whether words name something that is done with things, and nothing that they have. */
export const isFeature = (words: string): boolean => FEATURE.test(plain(bare(words)).replace(/-/g, ' '))

const ADDED = /^(?:(?:also|and|please|y|tambien|ademas) )*(?:add|include|agreg\w*|anad\w*|incluy\w*) (.+)$/

/** "Add an export button": an order for a feature, of nothing in particular. */
export const ordersFeature = (clause: string): boolean => isFeature(ADDED.exec(plain(clause.trim()))?.[1] ?? '')
