import { done, failed, type Tried, unproven } from '../page/act-on-field.ts'
import { isReachable } from '../page/find-control.ts'
import { CALLED, nameOf } from '../page/names.ts'
import type { Page } from '../page/page.ts'
import { plainText } from '../page/text.ts'
import { type LiveSituation, patiently, pressElement } from './act-live.ts'

/** Choices that a page draws itself: a list that opens, buttons of which one is pressed. */

const OPTIONS = '[role=option],[role=menuitemradio],[role=menuitem],[role=radio],[role=tab],button,label'

/** Whether a box that the page draws is on. */
export const isOn = (box: Element): boolean =>
  ['aria-checked', 'aria-pressed', 'aria-selected'].some((name) => box.getAttribute(name) === 'true')

/** Presses the option of that name: in the choice itself, else in what opens when it is pressed. */
export async function chooseDrawn(at: LiveSituation, choice: Element, option: string): Promise<Tried> {
  const { page } = at.browser
  if (page === null) return failed('No page is open.')
  const [inside] = optionsCalled(page, choice, option)
  if (inside !== undefined) return pressElement(at, inside, `The option “${option}”`)
  const opened = await pressElement(at, choice, 'The choice')
  if (opened.is !== 'done') return opened
  let found: Element | null = null
  const tried = await patiently(at, (now) => {
    const [one, second] = optionsCalled(now, now.document.body, option)
    if (one === undefined) return failed(`There is no option “${option}”.`)
    if (second !== undefined) return unproven(`“${option}” can be chosen more than once.`)
    found = one
    return done
  })
  return found === null ? tried : pressElement(at, found, `The option “${option}”`)
}

/** Options of a list come before everything else that could be pressed. */
function optionsCalled(page: Page, within: Element, words: string): Element[] {
  const wanted = plainText(words)
  const all = [...within.querySelectorAll(OPTIONS)].filter((one) => isReachable(page, one))
  const options = all.filter((one) => one.hasAttribute('role'))
  for (const some of [options, all])
    for (const fits of CALLED) {
      const found = some.filter((one) => fits(nameOf(page, one), wanted))
      if (found.length > 0) return found
    }
  return []
}
