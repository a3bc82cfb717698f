import { type Comment, CSS, HASH, MARKUP, scanComments, SQL } from './comments.ts'

/**
 * Lazy text that stands where code should be: "… rest unchanged", "// existing code", "same as before". It is looked
 * for in comments only, and each comment is judged as a whole, so that a comment that merely uses such words is left
 * alone.
 */

const THINGS =
  '(?:code|file|component|components|function|functions|implementation|content|contents|page|module|class|method|methods|logic|styles?|css|imports?|exports?|form|fields?|routes?|handlers?|types?|props|state|hooks?|markup|jsx|html|table|tables|polic(?:y|ies)|columns?|migration|schema|script|lines?|section|sections|items?|cases?|tests?|stuff|body|elements?|rows?|entries)'
/** What only a writer of code would call so; "existing rows" or "current page" may be a heading. */
const CODE =
  '(?:code|file|component|components|functions?|implementation|content|contents|methods?|logic|styles|css|imports?|exports|form|fields|routes|handlers?|hooks?|markup|jsx|html|tests|class|module)'
const OLD = '(?:existing|previous|original|old|current|other|remaining|rest(?: of)?(?: the| this| your)?)'
const SAME =
  '(?:unchanged|not changed|no changes?(?: here| needed)?|(?:remains?|stays?|is|are|keep)? ?(?:exactly )?(?:the )?same(?: as (?:before|above|earlier|previously))?|same as (?:before|above|earlier|previously|original)|as (?:before|above|is)|omitted|elided|truncated|skipped|unmodified|untouched|continues?(?: here| as before)?)'

const WHOLE: readonly RegExp[] = [
  /^(?:\.{3,}|…)+$/, // nothing but dots
  new RegExp(
    `^(?:keep |leave |use )?(?:the |all |your |my )*(?:other )?existing (?:[\\w-]+ )?${CODE}(?: (?:here|goes here|above|below|in between))?$`,
    'i',
  ),
  new RegExp(
    `^(?:keep |leave |use )?(?:the |all |your |my )*(?:remaining|rest of(?: the| this| your)?) (?:[\\w-]+ )?${CODE}(?: (?:here|goes here|above|below))?$`,
    'i',
  ),
  /^(?:the |all |your )*(?:previous|original|old|current|other) (?:code|implementation|logic|imports|functions|methods|styles|css|jsx|markup|hooks|handlers)(?: (?:here|goes here|above|below))?$/i,
  new RegExp(
    `^(?:the |all )*(?:rest|remainder|remaining|everything else|other)\\b[\\w ,'/-]{0,60}? ${SAME}(?: for (?:brevity|now))?$`,
    'i',
  ),
  new RegExp(`^(?:\\(?)${SAME}(?:\\)?)(?: for (?:brevity|now|clarity))?$`, 'i'),
  new RegExp(
    `^(?:the |all |your )*${OLD}? ?(?:[\\w-]+ )?${THINGS} (?:(?:is|are|stays?|remains?|goes|has been|was|were) )?${SAME}(?: for (?:brevity|clarity|now))?$`,
    'i',
  ),
  new RegExp(
    `^(?:the )?(?:rest|remainder|remaining) (?:of )?(?:the |this |your )?(?:[\\w-]+ )?${THINGS}(?: (?:here|goes here|below|follows))?$`,
    'i',
  ),
  new RegExp(
    `^(?:add |put |insert |write |place |include |implement )?(?:your|the|more|other|actual|real|additional|remaining) (?:[\\w-]+ )?${THINGS} (?:goes |go )?here$`,
    'i',
  ),
  new RegExp(
    `^(?:implementation|code|logic|content|body|function body|add (?:code|logic|implementation)) (?:goes )?here$`,
    'i',
  ),
  /\b(?:omitted|truncated|shortened|left out|elided|abbreviated|removed|skipped) for brevity$/i,
  /^(?:to ?do:? )?(?:not (?:yet )?implemented(?: yet)?|implement (?:this|me|later|here|(?:the )?(?:logic|function|method|rest))|placeholder implementation|stub(?:bed)?(?: implementation| out)?)$/i,
  /^to ?do:? (?:implement|add (?:the )?(?:logic|implementation|code)|fill (?:in|this)|complete this|finish (?:this|the))\b/i,
  // Spanish, Portuguese, French, German
  /^(?:el |los |todo el )?(?:resto|dem[aá]s)(?: [\wáéíóúñ]+){0,6} (?:sin cambios|igual(?: que antes)?|no cambia|permanece igual|aqu[ií]|omitido)$/i,
  /^(?:el |los |las |todo el )?(?:resto|dem[aá]s)(?: (?:del?|de la|de los|de las|de este))?(?: (?:c[oó]digo|archivo|componentes?|funci[oó]n|funciones|contenido|implementaci[oó]n|campos|estilos|importaciones|p[aá]gina|m[eé]todos|l[oó]gica))?(?: aqu[ií])?$/i,
  /^(?:c[oó]digo|contenido|implementaci[oó]n|importaciones) (?:existente|anterior|original|previo|restante)s?(?: aqu[ií])?(?: sin cambios)?$/i,
  /^(?:igual que antes|sin cambios|sin modificaciones|lo mismo de antes|aqu[ií] va (?:el|tu) c[oó]digo|(?:tu|el) c[oó]digo (?:va )?aqu[ií])$/i,
  /^(?:o )?resto (?:do|da|dos|das) [\wáéíóúãõç ]{1,30}(?: (?:sem altera[cç][oõ]es|inalterado|igual|aqui))?$|^c[oó]digo existente$|^sem altera[cç][oõ]es$/i,
  /^(?:le )?reste (?:du|de la|de l'|des) ?[\wàâéèêîôûç ]{1,30}(?: (?:inchang[eé]e?|identique|ici))?$|^code existant(?: ici)?$|^inchang[eé]e?s?$/i,
  /^(?:der )?rest (?:des|der|vom) [\wäöüß ]{1,30}(?: (?:unver[aä]ndert|wie (?:vorher|zuvor|oben)|bleibt gleich))?$|^(?:bestehender|vorhandener) code$|^unver[aä]ndert$|^wie (?:zuvor|vorher)$/i,
  /^(?:keep|leave|use) (?:all |the |your )*(?:rest|remainder|remaining|everything else|other)\b[\w ,'/-]{0,40} (?:as (?:is|before|it (?:is|was))|unchanged|(?:the )?same|untouched|intact)$/i,
  /^(?:snip|etc|and so on|to be continued|continued)$/i,
  // Further Spanish, Portuguese and German, Italian
  /^aqu[ií] (?:va|ir[ií]a|sigue|contin[uú]a) (?:el |la |los |las |tu )?(?:resto|c[oó]digo|dem[aá]s)(?: [\wáéíóúñ]+){0,4}$/i,
  /^(?:o |a |os |as )?(?:resto|restante|demais) (?:do |da |dos |das )?[\wáéíóúãõç ]{1,30} (?:permanece|continua|fica|segue)m? (?:igual|iguais|o mesmo|inalterado|como (?:est[aá]|antes))$/i,
  /^(?:der |die |das )?(?:rest|restliche \w+|übrige \w+)(?: (?:des|der|vom) [\wäöüß]+)? (?:bleib(?:t|en)|ist|sind) (?:unver[aä]ndert|gleich|wie (?:vorher|zuvor|bisher))$/i,
  /^(?:il |la |i )?(?:resto|rimanente|restante) (?:del |della |dei |dell')?[\wàèéìòù ]{1,30} (?:rimane |resta |è )?(?:invariato|uguale|lo stesso|come prima)$|^codice esistente$|^invariato$/i,
  // Russian, Chinese, Japanese, Korean, Arabic
  /^(?:остальн(?:ой|ая|ое|ые)|оставш(?:ийся|аяся|ееся|иеся)|прежний|существующий|предыдущий) (?:код|часть|файл|функции|компонент\p{L}*|импорты|методы|стили)(?: (?:без изменений|не (?:из)?меня\p{L}+|оста[её]тся[\p{L} ]{0,20}|здесь|как (?:есть|раньше)))?$|^(?:код )?без изменений$/iu,
  /^(?:其余|其他|其它|剩余|剩下|原有|现有|之前|以下)的?(?:代码|部分|内容|文件|函数|组件|逻辑|导入|样式)?(?:都|均)?(?:保持|维持)?(?:不变|省略|同上|相同|一样|未更改|无需更改)?$|^(?:代码)?(?:此处)?(?:省略|同上|保持不变|略)$/u,
  /^(?:残り|以下|その他|既存|他)の?(?:コード|部分|関数|処理|実装|コンポーネント|インポート)?(?:は|を)?(?:変更なし|変更ありません|同じ|同様|省略|そのまま)?(?:です)?$|^(?:以下|中|後)?略$|^省略$/u,
  /^(?:나머지|기존|이전|다른)\s?(?:코드|부분|함수|구현|컴포넌트|로직|내용)?(?:는|은|가|이)?\s?(?:동일|그대로|변경\s?없음|생략|유지)?(?:합니다|됩니다|함)?$|^(?:이하 )?생략$/u,
  /^(?:باقي|بقية) (?:الكود|الملف|الدوال|المكون)(?: (?:بدون تغيير|دون تغيير|كما هو))?$|^بدون تغيير$/u,
]

/** Words that make a sentence lazy when it is wrapped in dots: "... more fields ...". */
const DOTTED = new RegExp(
  `\\b(?:rest|remaining|existing|previous|other|more|same|unchanged|omitted|similar|etc|additional|continue[sd]?|resto|existente|igual|reste|weitere|${THINGS})\\b`,
  'i',
)

/** A comment as people read it: without decoration, dots kept apart. */
export function isPlaceholder(comment: string): boolean {
  if (comment.length > 200) return false
  const text = comment
    .replace(/^[\s*/#;=~-]+|[\s*/;=~-]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (text === '') return false
  const core = text.replace(/^[([{<]+[\s=-]*|[\s=-]*[)\]}>]+$/g, '').trim()
  const leading = /^(?:\.{2,}|…)/.test(core)
  const bare = core
    .replace(/^(?:\.{2,}|…)\s*/, '')
    .replace(/\s*(?:\.{2,}|…)$/, '')
    .replace(/[.!:]$/, '')
    .replace(/^[([]+|[)\]]+$/g, '')
    .trim()
  if (bare === '') return /^(?:\.{3,}|…)+$/.test(core)
  if (leading && bare.split(' ').length <= 10 && DOTTED.test(bare)) return true
  return WHOLE.some((pattern) => pattern.test(bare))
}

/** Comments of a language without a parser here, by the file's name; empty for one without comments. */
export function commentsOf(path: string, text: string): Comment[] {
  if (path.endsWith('.sql')) return scanComments(text, SQL)
  if (/\.s?css$/.test(path)) return scanComments(text, CSS)
  if (/\.(?:html|svg|xml|mdx?)$/.test(path)) return scanComments(text, MARKUP)
  if (/\.(?:ya?ml|toml)$|(^|\/)\.env|(^|\/)\.gitignore$/.test(path)) return scanComments(text, HASH)
  return []
}
