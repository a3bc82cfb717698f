import { plain } from '../../core/text'

/** Words of English and Spanish text as search compares them. Pure. */

/** Say nothing about what a text is about: function words, and what every request for an application says. */
const STOP = new Set(
  `a an the and or but if of to in on at by for from with without into as is are was were be been being it its this
   that these those i me my we our you your
  they their them he she his her what which who where when how can could should would will shall may might must do
  does did has have had not no so than then
  there here each every all any some one other more most very just also only own let lets please
  el la los las un una unos unas y o u e pero si de del al a en por para con sin sobre como es son era fue ser estar
  esta este esto estos estas ese esa eso que
  quien cual donde cuando cada todo toda todos todas otro otra mas muy ya no lo le les se su sus mi mis tu tus yo
  nosotros ellos puede pueden debe deben hay
  tambien solo por favor
  app apps application applications web website site page pages project build create make write want need use using
  user users people person show shows
  aplicacion aplicaciones sitio pagina paginas proyecto construir crear crea hacer haz quiero necesito usar usa
  usuario usuarios personas gente mostrar`.split(/\s+/),
)

/** All words without case, accents and punctuation: what two ways of writing the same sentence have in common. */
export const plainWords = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** Cuts plural endings of both languages so that singular and plural meet; not a dictionary, the result is no word. */
function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word
  const singular = word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')
  return singular.replace(/e$/, '').replace(/y$/, 'i')
}

/** Stems of the words that say something, in order, with repetitions. */
export const contentWords = (text: string): string[] =>
  plainWords(text)
    .filter((word) => word.length > 1 && !STOP.has(word))
    .map(stem)
