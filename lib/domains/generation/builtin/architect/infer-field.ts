import type { Field } from '../../../spec/contract'
import { identifier } from '../../../spec/identifiers'
import { type Locale, plain, singularOf } from '../../../spec/inflect'
import { GENERIC_NOUNS } from './lexicon/grammar'

/** What kind of value a noun measures, dates or shows. */
const SHAPES: [RegExp, Pick<Field, 'type' | 'unit'>][] = [
  [/\b(?:date|deadline|birthday|anniversary|fecha|dia de)\b/, { type: 'date' }],
  [
    /\b(?:start|end|arrival|departure|check-?in|check-?out|opening|closing) time\b|\bhora\b|\bdatetime\b/,
    { type: 'datetime' },
  ],
  [/\b(?:duration|time|minutes|tiempo|duracion|minutos)\b/, { type: 'integer', unit: 'min' }],
  [
    /\b(?:price|cost|fee|amount|salary|budget|revenue|income|deposit|tax|rent|balance|payment|precio|costo|coste|importe|monto|tarifa|salario|presupuesto|ingreso|saldo|renta|cuota|propina|tip)\b/,
    { type: 'money' },
  ],
  [/\b(?:percentage|percent|rate|ratio|share|porcentaje|tasa)\b/, { type: 'number', unit: '%' }],
  [/\b(?:weight|peso)\b/, { type: 'number', unit: 'kg' }],
  [/\b(?:height|width|depth|altura|ancho|profundidad)\b/, { type: 'number', unit: 'cm' }],
  [/\b(?:distance|mileage|distancia|kilometraje)\b/, { type: 'number', unit: 'km' }],
  [/\b(?:temperature|temperatura)\b/, { type: 'number', unit: '°C' }],
  [/\b(?:area|surface|superficie)\b/, { type: 'number', unit: 'm²' }],
  [
    /\b(?:number of|count|quantity|total|age|year|score|points|level|capacity|size in|rating|stars|cantidad|numero de|edad|ano|puntos|nivel|capacidad|aforo)\b/,
    { type: 'integer' },
  ],
  [/\b(?:e-?mail|correo)\b/, { type: 'email' }],
  [/\b(?:url|link|website|site|enlace|vinculo|web)\b/, { type: 'url' }],
  [/\b(?:photo|picture|image|logo|avatar|cover|screenshot|icon|foto|imagen|portada|icono)s?\b/, { type: 'image' }],
  [/\b(?:file|attachment|pdf|scan|certificate|archivo|adjunto|certificado|comprobante)s?\b/, { type: 'file' }],
  [
    /\b(?:notes?|description|bio|instructions|summary|comments?|history|text|details|story|reason|observations|notas?|descripcion|instrucciones|resumen|comentarios?|historia|observaciones)\b/,
    { type: 'longtext' },
  ],
  [
    /\b(?:is|has|can|esta|tiene) |\b(?:enabled|confirmed|verified|approved|completed|available|visible|habilitado|confirmado|verificado|disponible)$/,
    { type: 'boolean' },
  ],
]

/** A field nobody listed, in field notation (`queen age:integer`); null when no column name comes of the words. */
export function inferField(words: string[], locale: Locale): string | null {
  const text = words.join(' ').toLowerCase()
  const name = singularOf(text, locale)
  const column = identifier(name, locale === 'es' ? 'dato' : 'value')
  if (
    column === '' ||
    words.length > 4 ||
    words.every((word) => GENERIC_NOUNS.has(plain(word))) ||
    !/^\p{L}/u.test(text)
  )
    return null
  const shape = SHAPES.find(([pattern]) => pattern.test(plain(text)))?.[1] ?? { type: 'text' as const }
  return `${name.replace(/[=:!,()]/g, ' ')}:${shape.type}${shape.unit === undefined ? '' : `(${shape.unit})`}`
}
