import type { AppSpec } from '../contract'
import { type Edited, edited, refused, refusing } from './edited'

/** The name and the look of an application. Pure. */

export const MAX_NAME = 100

export function renameApp(spec: AppSpec, name: string): Edited {
  if (name.trim() === '') return refusing(refused('name', 'nameless'))
  return edited({ ...structuredClone(spec), name: name.trim().slice(0, MAX_NAME) })
}

/** A colour as it stands in a plan: `#2563eb`. */
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

/**
 * The two colours that were chosen; every other one is computed from them, so none may be left of the colours before.
 */
export function setColour(spec: AppSpec, which: 'background' | 'component', value: string): Edited {
  if (!isColour(value)) return refusing(refused(which, which === 'background' ? 'backgroundForm' : 'componentForm'))
  const { background, component } = spec.theme
  return edited({ ...structuredClone(spec), theme: { background, component, [which]: value.toLowerCase() } })
}
