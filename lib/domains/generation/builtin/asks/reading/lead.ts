import type { Locale } from '../../../../spec/inflect'
import { TALK } from '../language/word-lists'
import { ACCOUNT } from './account-templates'
import { type Atom, lettersOf } from './atom'

/**
 * How far the sentence only says that something is to be built and what kind of thing: "Please build a recipe box",
 * "App de citas para mi clínica".
 */
export function leadOf(atoms: readonly Atom[], isFirst: boolean, locale: Locale): number {
  const letters = lettersOf(atoms)
  if (/^S?K*U[KU]?t/.test(letters) && atoms.some(({ words }) => ACCOUNT.test(words))) return 0
  const order = /^(?:K|S(?=K)|V(?=[^,]*A))+/.exec(letters)
  const isOrder =
    order !== null && [...order[0]].every((letter, at) => letter !== 'V' || TALK[locale].has(atoms[at]!.words))
  const from = isOrder ? order[0].length : 0
  // A kind of software, and what or whom it is for.
  const kind = /^[UEFPlOXK]*A+(?:[fi]U?S(?=$|[R:(,W])|K*[foi](?![VSt])[UEFPlXfoi]*)?(?=$|[R:(b,&WtLSVM]|f[VSt])/.exec(
    letters.slice(from),
  )
  const software = kind === null ? 0 : uptoDeed(atoms, from, from + kind[0].length)
  if (software > 0 && !letters.slice(from, software).includes('G')) return letters[software] === 'M' ? from : software
  const named =
    isOrder || isFirst
      ? /^[UEFP]+(?:[fo](?![VSt])[UEFPlXfoi]*)?(?=$|[R:(b,WtLS]|f[VSt])/.exec(letters.slice(from))
      : null
  const end = named === null ? from : uptoDeed(atoms, from, from + named[0].length)
  // A first line of a thing or two is a wish already.
  const part = letters.slice(from, end)
  const isKind =
    isOrder || (/[UPf]/.test(part) && (end === atoms.length ? /[fo]/.test(part) : /[R:Wt(f]/.test(letters[end]!)))
  return isKind ? end : from
}

/** Where somebody does something the lead is over; a heading ("A vet practice:") says what it is, whatever its words. */
function uptoDeed(atoms: readonly Atom[], from: number, end: number): number {
  if (atoms[end]?.letter === ':') return end
  const software = atoms.findIndex((atom, at) => at >= from && atom.letter === 'A')
  for (let at = from + 1; at < end; at++)
    if (atoms[at]!.isDoing === true && at > software && 'UE'.includes(atoms[at - 1]!.letter)) return from
  return end
}
