/** By what lists of fields are known in a prompt: what stands in front of them, and how they are set. */

/** Headings and nouns that head no list of fields. */
export const NO_SUBJECT =
  /^(?:pages?|colou?rs?|colores|palette|paleta|style|estilo|theme|tema|features?|roles?|rules?|permissions?|access|notes?|pages? list|languages?|idiomas?|design|workflow|flow|home|inicio|paginas?|secciones|sections?|funcion\w*|reglas|permisos|acceso|stack|requirements?|requisitos|important|importante|users?|usuarios?|people|app|application|site|website|sitio|aplicacion|system|sistema|platform|plataforma|background|fondo|botones|buttons|components?|todo|example|ejemplo|scheme|background colou?r|buttons?|state|states|status|estados?|charts?|title|date|time|day|week|month|year|(?:\w+ )?(?:apply|applies|postulan?))$/
export const HAVE =
  /^(.*?)\s*\b(?:(?:(?:must|should|can|will|debe|deben|puede|pueden) )?(?:has|have|having|contains?|includes?|tienen?|tener|incluyen?|incluir|llevan?|contienen?|with|con|record|registran|store|guardan|needs?|necesitan?|are described by|register with|sign up with))\s+(.+)$/i
/** "A reading log for me alone: date, pages" */
export const FOR_WHOM = /\s+(?:for|para)\s+(?:me|us|myself|ourselves|m[ií]|nosotr[oa]s)\b.*$/i
/** "The books I lend to friends: title, date": to whom it is done is not what has them. */
export const TO_WHOM =
  /\s+(?:(?:that|which|que)\s+)?(?:(?:i|we)\s+)?\p{L}+\s+(?:to|with|from|a|con)\s+(?:my |our |mis |nuestr[oa]s )?(?:friends|family|colleagues|neighbou?rs|others|people|amig[oa]s|familia|vecin[oa]s|colegas|compañer[oa]s)\s*$/iu
export const TRACKER = /^(?:an? |the )?(\p{L}+(?<!ing)) (?:tracker|log|diary|journal|register)$/iu
export const STRICT_HAVE = /\b(?:has|have|having|contains?|tienen?|tener|incluyen?|contienen?|includes?)\s*$/i

/** What a line of a table in Markdown has: "| Group | language, level |". */
export const ROW = /^\s*\|([^|]{2,40})\|([^|]+)\|\s*$/
export const RULE = /^\s*\|[\s|:-]+\|\s*$/
