import type { AppSpec } from '../../../spec/contract'
import type { ProjectFile } from '../../agents/agent'
import { globalsCss } from './frame/globals'
import { sourceFile } from './imports'
import { modelOf } from './model'
import { PARTS, symbolsOf } from './symbols'

/** Of the parts outside `components/ui`, those that every page may need: words, links that keep their query, forms. */
const ALSO = [
  'components/site/format',
  'components/site/search-params',
  'components/site/form-frame',
  'components/site/delete-button',
]

/**
 * What the pages of a project share: the theme as tokens, and the small components made of nothing else. Given to
 * writers who work on parts of one front end without seeing each other, so that buttons, fields and dates are the same
 * everywhere. Pure.
 */
export function writeKit(spec: AppSpec): ProjectFile[] {
  const model = modelOf(spec)
  const symbols = symbolsOf(model)
  const parts = [...PARTS]
    .filter(([module]) => module.startsWith('components/ui/') || ALSO.includes(module))
    .map(([, part]) => part)
  return [
    { path: 'app/globals.css', content: globalsCss(model) + '\n' },
    ...parts.map((part) =>
      sourceFile(part.path, part.body(model), symbols, part.client === undefined ? {} : { client: part.client }),
    ),
  ]
}
