import { plain, type Locale } from '../../../spec/inflect'

const EN = new Set(
  'the a an of and to for with where is are be should can users website app please implement create build that their they my we i want need'.split(
    ' ',
  ),
)
const ES = new Set(
  'el la los las de y para con una un unos que donde en por del al se su sus como usuarios puedan pueden quiero necesito crea crear sitio aplicacion tienda mi este esta es son haz hazme'.split(
    ' ',
  ),
)

/**
 * Language of the prompt by its function words; Spanish letters count, and English is the answer when nothing speaks
 * for either.
 * @param likely the language of what was said before; a short remark need not prove it again
 */
export function detectLocale(text: string, likely?: Locale): Locale {
  let en = likely === 'en' ? 0.6 : 0
  let es = (likely === 'es' ? 1.6 : 0) + (text.match(/[ñ¿¡áéíóú]/gi)?.length ?? 0) * 0.5
  for (const word of plain(text).match(/[a-z]+/g) ?? []) {
    if (EN.has(word)) en++
    if (ES.has(word)) es++
  }
  return es > en ? 'es' : 'en'
}
