import type { Scenario, Step } from '../../../spec/scenario.ts'
import type { StageOptions } from '../../preview/shared-application.ts'

/**
 * One way to take away what was asked: from the database, from between the application and its database, from its
 * pages, or from what people do. What is proven must be missed then.
 */
export type Control = {
  /** What is gone, after "without": "the rows of trips". */
  gone: string
  stage?: StageOptions
  /** The addresses whose pages are empty. */
  isEmptied?: (pathname: string) => boolean
  /** Words that stand on no page any more. */
  removed?: string
  /** What is read on no page any more, in whatever case it stands there. */
  unsaid?: string
  /** What every page says. */
  said?: string
  /** The pages have no style sheets. */
  isUnstyled?: boolean
  /** What is done instead; null where a scenario has nothing of the kind. */
  changed?: (scenario: Scenario) => Scenario | null
}

/** Ways to take away one and the same thing: it is missed when one of them is. */
export type ControlGroup = {
  what: string
  ways: Control[]
  /** Steps by which it must be missed; what fails before them says nothing of it. */
  missedBy?: readonly Step['do'][]
}
