import { CARD, CARD_TEXT, PAGE, PAGE_TEXT, tag } from './project'
import type { WriterCase } from './writer-answers'

/** A file with a hole in it, in the words of many models, beside a whole one: only the whole one counts. */
const HOLES = [
  '// ... rest of the code unchanged',
  '// ...existing code...',
  '{/* ... existing code ... */}',
  '{/* Rest of the component remains the same */}',
  '/* same as before */',
  '// (unchanged)',
  '// The rest of the file stays the same',
  '// ... other functions ...',
  '// Keep the rest of the component as is',
  '// [Previous code remains unchanged]',
  '// rest of your code here',
  '// your code here',
  '// TODO: implement this',
  '// Implementation goes here',
  '// ... (remaining code omitted for brevity)',
  '// omitted for brevity',
  '// code truncated',
  '// <-- existing code -->',
  '// snip',
  '// …',
  '// etc.',
  '// Add the other fields here',
  '// resto del código sin cambios',
  '// ... el resto permanece igual ...',
  '// aquí va el resto del código',
  '// le reste du code est inchangé',
  '// Rest bleibt unverändert',
  '// il resto del codice rimane invariato',
  '// o restante do código permanece igual',
  '// остальной код без изменений',
  '// 其余代码保持不变',
  '// 省略',
  '// 残りのコードは変更なし',
  '// 나머지 코드는 동일',
  '// باقي الكود بدون تغيير',
]

/** A hole between two statements, and one between two elements. */
const asStatement = (hole: string): string =>
  CARD_TEXT.replace('  return (', `  ${hole.replace(/^\{|\}$/g, '')}\n  return (`)
const asElement = (hole: string): string =>
  CARD_TEXT.replace(
    '      <Link',
    `      ${hole.startsWith('{') ? hole : `{/* ${hole.replace(/^\/[/*]|\*\/$/g, '').trim()} */}`}\n      <Link`,
  )
const holed = (form: string, write: (hole: string) => string): WriterCase[] =>
  HOLES.map((hole) => [`a hole in ${form}: ${hole}`, `${tag(CARD, write(hole))}\n${tag(PAGE, PAGE_TEXT)}`, 'page'])
export const LAZY: WriterCase[] = [...holed('code', asStatement), ...holed('JSX', asElement)]

/** Lines that look like a hole and are none: a file with one of them is good. */
const HONEST_LINES = [
  '// Keeps the rest of the row unchanged when only the title is given.',
  "const loading = 'Loading…'",
  "const placeholder = 'Search...'",
  '// The price stays the same until the order is paid.',
  '// Sorted by date, title, etc. so that the newest is first.',
  "const hint = 'The rest remains unchanged.'",
  '// Everything below the fold renders later; the rest of the page does not wait for it.',
  'const { id, ...rest } = note',
  '// Existing code points of the title are kept as they are.',
  "const todo = 'TODO: implement'",
  '// A to-do list item; see the todos table.',
  '// Same as the server does: trimmed, in lower case.',
  '// Filas sin cambios no se guardan otra vez.',
  '// Unchanged rows are skipped, so that saving twice is cheap.',
  '// ── Rest of the day ──',
  "const text = '// ... rest of the code unchanged'",
  '// 价格不变，直到订单付款。',
  '// Остальные поля формы проверяет сервер, не браузер.',
  '// Der Rest der Zeile bleibt unverändert, wenn nur der Titel kommt.',
  '// Keep the other tabs open while one is saved.',
  '// El resto de la fila no se toca si solo llega el título.',
  '// Other notes of the same person',
  '// snippet of the note',
]
export const HONEST: WriterCase[] = HONEST_LINES.map((line) => {
  const card = CARD_TEXT.replace('  return (', `  ${line}\n  return (`)
  return [`honest: ${line}`, `${tag(CARD, card)}\n${tag(PAGE, PAGE_TEXT)}`, 'both', card]
})
