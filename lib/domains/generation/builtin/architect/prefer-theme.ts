import { plain } from '../../../spec/inflect'
import { type PreferredTheme, readTheme } from './plan-theme'

/** A preference against something is none for anything else. */
const NEGATIVE = /\b(?:never|no|not|without|avoid|dislike|hate|nunca|jamas|sin|evita\w*)\b/
const LIGHT = /\b(?:light (?:theme|mode)|(?:tema|modo) claro)\b/

type Remembered = { id: string; kind: string; text: string }

/**
 * The look that remembered preferences ask of a new project, and which of them had a say: the first that speaks of the
 * background, and of the components, unless the prompt itself speaks of it. Pure.
 */
export function preferTheme<M extends Remembered>(
  prompt: string,
  memories: readonly M[],
): { theme: PreferredTheme; used: M[] } {
  const asked = readTheme(prompt)
  let needsBackground = asked.background === undefined && asked.dark !== true
  let needsComponent = asked.component === undefined
  const theme: PreferredTheme = {}
  const used: M[] = []
  for (const memory of memories) {
    if (memory.kind !== 'preference' || NEGATIVE.test(plain(memory.text))) continue
    const liked = readTheme(memory.text)
    const saysScheme = liked.dark === true || LIGHT.test(plain(memory.text))
    const setsBackground = needsBackground && (liked.background !== undefined || saysScheme)
    const setsComponent = needsComponent && liked.component !== undefined
    if (setsBackground && liked.background !== undefined) theme.background = liked.background.hex
    else if (setsBackground) theme.dark = liked.dark === true
    if (setsComponent) theme.component = liked.component!.hex
    needsBackground &&= !setsBackground
    needsComponent &&= !setsComponent
    if (setsBackground || setsComponent) used.push(memory)
  }
  return { theme, used }
}
