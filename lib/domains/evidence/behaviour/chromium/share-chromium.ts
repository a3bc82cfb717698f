import { CONTROLS_MS } from '../controls/control-project.ts'
import { BROWSER_MS } from '../../preview/bounds.ts'
import { Chromium, type ChromiumOptions } from './chromium.ts'

type Options = { chromium?: ChromiumOptions['find']; full?: boolean; signal: AbortSignal }

/** One browser for all that a verification plays in it, with its controls where these run as well. */
export const shareChromium = ({ chromium: find, full, signal }: Options): Chromium | undefined =>
  find && new Chromium({ find, signal, budgetMs: BROWSER_MS + (full === true ? CONTROLS_MS : 0) })
