import type { Locale } from '../../../../spec/inflect'
import { COLOURS } from '../../architect/lexicon/css-colours'
import { wordSet } from './word-lists'

/** Words of a sentence that is about colours and nothing else. */
export const LOOK_NOUNS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`background backgrounds backdrop base canvas body theme palette scheme colour colours color colors components
    component elements element ui interface buttons button cards card blocks block accents accent details detail layout layer
    look style styles styling mode tones text headers header page pages site layer`),
  es: wordSet(`fondo fondos tema paleta colores color componentes componente elementos botones boton tarjetas interfaz
    acentos detalles estilo aspecto modo tonos encabezados`),
}
export const LOOK_VERBS: Record<Locale, ReadonlySet<string>> = {
  en: wordSet(`set use using apply assign choose pick select define specify paint style color colour give make configure
    design implement styled colored with has have main primary overall default visible content global`),
  es: wordSet('usa usar usando pon poner define elige aplica pinta haz utiliza con principal principales'),
}

/** A colour by its name, in as many words as it takes. */
export const isColour = (phrase: string): boolean =>
  COLOURS.has(phrase.replace(/[\s-]+/g, '')) || /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/.test(phrase)

/** `#rrggbb` of a colour's name. */
export const hexOfColour = (phrase: string): string | undefined =>
  phrase.startsWith('#') ? phrase : COLOURS.get(phrase.replace(/[\s-]+/g, ''))

/** Languages that an application can be written in, and some others that it cannot. */
export const LANGUAGES: Record<string, string> = {
  english: 'en',
  ingles: 'en',
  spanish: 'es',
  espanol: 'es',
  castellano: 'es',
  german: 'de',
  aleman: 'de',
  french: 'fr',
  frances: 'fr',
  portuguese: 'pt',
  portugues: 'pt',
  italian: 'it',
  italiano: 'it',
}
