import type { Field } from '../../../spec/contract'

/**
 * What a value of a field may be, beyond its type. The database holds it as a check constraint and the backend as a
 * validator, so the two can never disagree. Longest texts in characters; numbers inclusive.
 */
export type Limits = { minLength?: number; maxLength?: number; min?: number; max?: number }

const LENGTHS = { text: 200, longtext: 20_000, email: 320, url: 2_000, image: 2_000, file: 2_000 } as const

const STARS = /^(stars|star|rating|estrellas|calificacion|puntuacion_estrellas)$/
const PERCENT = /(^|_)(percent|percentage|porcentaje|progress|progreso|probability|probabilidad|humidity|humedad)(_|$)/
const COUNTED =
  /(^|_)(quantity|stock|count|duration|minutes|hours|seconds|days|weeks|months|years|age|distance|calories|steps|reps|sets|weight|height|capacity|servings|points|position|sort_order|max_\w+|min_\w+|cantidad|duracion|minutos|horas|dias|edad|distancia|calorias|peso|altura|capacidad|porciones|puntos|posicion|existencias)(_|$)/
const SIGNED_MONEY = /(^|_)(balance|delta|change|adjustment|profit|saldo|ajuste|ganancia)(_|$)/

function numericLimits(field: Field): Limits {
  const { column } = field
  if (STARS.test(column)) return { min: 1, max: 5 }
  if (PERCENT.test(column) || field.unit === '%') return { min: 0, max: 100 }
  if (/(^|_)(latitude|latitud|lat)$/.test(column)) return { min: -90, max: 90 }
  if (/(^|_)(longitude|longitud|lng|lon)$/.test(column)) return { min: -180, max: 180 }
  return COUNTED.test(column) ? { min: 0 } : {}
}

export function limitsOf(field: Field): Limits {
  switch (field.type) {
    case 'text':
    case 'longtext':
    case 'email':
    case 'url':
    case 'image':
    case 'file':
      return { ...(field.required ? { minLength: 1 } : {}), maxLength: LENGTHS[field.type] }
    case 'integer':
    case 'number':
      return numericLimits(field)
    case 'money':
      return SIGNED_MONEY.test(field.column) ? {} : { min: 0 }
    default:
      return {}
  }
}
