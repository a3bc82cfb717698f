import {
  block,
  BOTH,
  BUTTON,
  BUTTON_NEW,
  BUTTON_OLD,
  CARD,
  CARD_TEXT,
  each,
  edit,
  fence,
  PAGE,
  PAGE_TEXT,
  REPLACE,
  SEARCH,
  tag,
} from './project'

/**
 * How real models answer a writer that should have answered `<file path="…">`: recorded habits of many families, each
 * with what is to come of it. `both`: the card and the page exactly; `card`, `page`, `button`: that one file and no
 * other; `safe`: nothing damaged, whatever else; `none`: nothing at all.
 */
export type Outcome = 'both' | 'card' | 'page' | 'button' | 'safe' | 'none'
export type WriterCase = [habit: string, text: string, outcome: Outcome, card?: string]

const DRAFT = tag(CARD, 'export function NoteCard() {\n  return null // draft\n}\n')
const ABOUT_THINKING = CARD_TEXT.replace('{note.title}', "{'<think>'}{note.title}{'</think>'}")
const ABOUT_TAGS = CARD_TEXT.replace('{note.title}', "{'</file>'}{note.title}")
const lines = (text: string, change: (line: string) => string): string => text.split('\n').map(change).join('\n')
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const THINKING: WriterCase[] = [
  ['DeepSeek: a think block first', `<think>\nThe page needs a card.\n</think>\n\n${BOTH}`, 'both'],
  ['a draft inside the think block', `<think>\nDraft:\n${DRAFT}\nBetter as below.\n</think>\n${BOTH}`, 'both'],
  [
    'only the end of the think block (the template began it)',
    `I should write it like this:\n${DRAFT}\n</think>\n\n${BOTH}`,
    'both',
  ],
  [
    'a think block that drafts a file not in the answer',
    `<think>${tag(PAGE, 'export default 1\n')}</think>\n${tag(CARD, CARD_TEXT)}`,
    'card',
  ],
  ['Claude: <thinking>', `<thinking>\nI will do ${DRAFT}\n</thinking>\n${BOTH}`, 'both'],
  ['<reasoning>', `<reasoning>First the card.</reasoning>\n${BOTH}`, 'both'],
  ['Magistral: [THINK]', `[THINK]Hmm. ${DRAFT}\n[/THINK]${BOTH}`, 'both'],
  ['Kimi: ◁think▷', `◁think▷Hmm.\n${DRAFT}\n◁/think▷${BOTH}`, 'both'],
  [
    'gpt-oss: channels',
    `<|channel|>analysis<|message|>Draft ${DRAFT}<|end|><|start|>assistant<|channel|>final<|message|>${BOTH}<|return|>`,
    'both',
  ],
  [
    'a think block between the files',
    `${tag(CARD, CARD_TEXT)}\n<think>Now the page.</think>\n${tag(PAGE, PAGE_TEXT)}`,
    'both',
  ],
  ['a think block that never ends', `<think>\nI wonder whether the card should link. Perhaps. Perhaps not.`, 'none'],
  ['a think block that never ends, with a draft', `<think>\nMaybe so:\n${DRAFT}\nno, not like that`, 'none'],
  ['a file about thinking', tag(CARD, ABOUT_THINKING), 'card', ABOUT_THINKING],
  ['an empty think block (Qwen3 with /no_think)', `<think>\n\n</think>\n\n${BOTH}`, 'both'],
]

export const PROSE: WriterCase[] = [
  ['prose before', `Sure! Here are the files you need:\n\n${BOTH}`, 'both'],
  ['prose after', `${BOTH}\n\nI kept the card small. Let me know if you want changes!`, 'both'],
  ['prose between', `First the card.\n${tag(CARD, CARD_TEXT)}\nAnd the page:\n${tag(PAGE, PAGE_TEXT)}`, 'both'],
  ['a summary with commands', `${BOTH}\n\n## Summary\nRun:\n\`\`\`bash\nnpm install\nnpm run dev\n\`\`\``, 'both'],
  ['speaks of the tags', `I will answer with \`<file path="…">\` tags, each closed by \`</file>\`.\n\n${BOTH}`, 'both'],
  ['Spanish prose', `¡Claro! Aquí están los archivos:\n\n${BOTH}\n\n¿Algo más?`, 'both'],
  ['a numbered plan', `1. Write the card\n2. Write the page\n\n${BOTH}`, 'both'],
  ['"assistant" of a chat template', `assistant\n\n${BOTH}<|eot_id|>`, 'both'],
  ['a token of the template at the end', `${BOTH}<|im_end|>`, 'both'],
  ['</s>', `${BOTH}</s>`, 'both'],
  ['Gemma: <end_of_turn>', `${BOTH}\n<end_of_turn>`, 'both'],
  [
    'goes on talking to itself',
    `${BOTH}<|im_end|>\n<|im_start|>user\nThanks!<|im_end|>\n<|im_start|>assistant\nYou are welcome!`,
    'both',
  ],
  ['asks whether to go on', `${tag(CARD, CARD_TEXT)}\n\nShall I continue with the page?`, 'card'],
  ['prose only', 'I would start with the card. Shall I?', 'none'],
  ['a refusal', "I'm sorry, but I can't help with that.", 'none'],
  ['white space only', ' \n\n\t ', 'none'],
  ['only a question in Chinese', '好的，请问您希望笔记页面显示哪些字段？', 'none'],
]

const LABELS: [string, (path: string, content: string) => string][] = [
  ['heading', (path, content) => `### ${path}\n\n${fence(content)}`],
  ['heading with back-ticks', (path, content) => `#### \`${path}\`\n${fence(content)}`],
  ['bold', (path, content) => `**${path}**\n\n${fence(content)}`],
  ['bold with back-ticks and a colon', (path, content) => `**\`${path}\`:**\n${fence(content)}`],
  ['back-ticks and a colon', (path, content) => `\`${path}\`:\n\n${fence(content)}`],
  ['numbered', (path, content) => `1. \`${path}\`\n\n${fence(content)}`],
  ['numbered heading', (path, content) => `## 2. ${path} (new)\n\n${fence(content)}`],
  ['bullet', (path, content) => `- **${path}**\n${fence(content)}`],
  ['File:', (path, content) => `File: ${path}\n${fence(content)}`],
  ['a heading with words', (path, content) => `### File: \`${path}\` (new)\n${fence(content)}`],
  ['a sentence', (path, content) => `Now create \`${path}\` with the following content:\n\n${fence(content)}`],
  ['filename=', (path, content) => fence(content, `tsx filename=${path}`)],
  ['filename="…"', (path, content) => fence(content, `tsx filename="${path}"`)],
  ['title="…"', (path, content) => fence(content, `tsx title="${path}"`)],
  ['{"file"}', (path, content) => fence(content, `tsx {file="${path}"}`)],
  ['language and path', (path, content) => fence(content, `tsx ${path}`)],
  ['path only', (path, content) => fence(content, path)],
  ['language:path', (path, content) => fence(content, `tsx:${path}`)],
  ['// path on the label', (path, content) => fence(content, `tsx // ${path}`)],
  ['first comment //', (path, content) => fence(`// ${path}\n${content}`)],
  ['first comment // and an empty line', (path, content) => fence(`// ${path}\n\n${content}`)],
  ['first comment /* */', (path, content) => fence(`/* ${path} */\n${content}`)],
  ['first comment // File:', (path, content) => fence(`// File: ${path}\n${content}`)],
  ['tildes', (path, content) => `### ${path}\n${fence(content, 'tsx', '~~~')}`],
  ['four back-ticks', (path, content) => `### ${path}\n${fence(content, 'tsx', '````')}`],
  ['path on a line of its own', (path, content) => `${path}\n${fence(content)}`],
  ['horizontal rules', (path, content) => `---\n\n### ${path}\n\n${fence(content)}\n\n---`],
  [
    'an indented fence in a list',
    (path, content) => `1. ${path}\n${lines(fence(content), (line) => (line === '' ? '' : `   ${line}`))}`,
  ],
]
export const FENCES: WriterCase[] = [
  ...LABELS.map(([name, write]): WriterCase => [`fences: ${name}`, `Here you go:\n\n${each(write)}\n\nEnjoy!`, 'both']),
  ['tags in one fence', `\`\`\`xml\n${BOTH}\n\`\`\``, 'both'],
  ['tags in one fence that stays open', `\`\`\`xml\n${BOTH}`, 'both'],
  ['a fence around each tag', each((path, content) => fence(`${tag(path, content)}\n`, 'xml')), 'both'],
  ['a fence inside each tag', each((path, content) => tag(path, `${fence(content)}\n`)), 'both'],
  ['a heading before each tag', each((path, content) => `### ${path}\n${tag(path, content)}`), 'both'],
  [
    'a fence inside a tag, with words around it',
    each((path, content) => tag(path, `Here is the file:\n\n${fence(content)}\n`)),
    'safe',
  ],
  ['the last fence stays open', `### ${CARD}\n${fence(CARD_TEXT)}\n\n### ${PAGE}\n\`\`\`tsx\n${PAGE_TEXT}`, 'safe'],
  ['a citation of lines', each((path, content) => fence(content, `1:20:${path}`)), 'none'],
  ['fences without names', `${fence(CARD_TEXT)}\n\n${fence(PAGE_TEXT)}`, 'none'],
  [
    'an example of use in a fence after its file',
    `### ${CARD}\n${fence(CARD_TEXT)}\n\nUse it like this:\n\n${fence('<NoteCard note={note} />\n')}`,
    'card',
  ],
]

export const TAGS: WriterCase[] = [
  ['single quotes', each((path, content) => `<file path='${path}'>\n${content}</file>`), 'both'],
  ['no quotes', each((path, content) => `<file path=${path}>\n${content}</file>`), 'both'],
  ['curly quotes', each((path, content) => `<file path=“${path}”>\n${content}</file>`), 'both'],
  ['name=', each((path, content) => `<file name="${path}">\n${content}</file>`), 'both'],
  ['filename=', each((path, content) => `<file filename="${path}">\n${content}</file>`), 'both'],
  ['file_path=', each((path, content) => `<file file_path="${path}">\n${content}</file>`), 'both'],
  [
    'more attributes',
    each((path, content) => `<file type="tsx" path="${path}" action="create">\n${content}</file>`),
    'both',
  ],
  ['capitals', each((path, content) => `<FILE PATH="${path}">\n${content}</FILE>`), 'both'],
  ['spaces in the tags', each((path, content) => `<file path = "${path}" >\n${content}</ file >`), 'both'],
  ['indented tags', each((path, content) => `\t<file path="${path}">\n${content}\t</file>`), 'both'],
  ['content on the line of the tag', each((path, content) => `<file path="${path}">${content}</file>`), 'both'],
  [
    'end tag behind the last line',
    each((path, content) => `<file path="${path}">\n${content.trimEnd()}</file>`),
    'both',
  ],
  ['a wrapper', `<files>\n${BOTH}\n</files>`, 'both'],
  ['an answer wrapper', `<answer>\n<project name="notes">\n${BOTH}\n</project>\n</answer>`, 'both'],
  ['an XML declaration', `<?xml version="1.0" encoding="UTF-8"?>\n<files>\n${BOTH}\n</files>`, 'both'],
  [
    'children instead of attributes',
    each((path, content) => `<file>\n<path>${path}</path>\n<content>\n${content}</content>\n</file>`),
    'both',
  ],
  [
    'Cline: write_to_file',
    each((path, content) => `<write_to_file>\n<path>${path}</path>\n<content>\n${content}</content>\n</write_to_file>`),
    'both',
  ],
  [
    'Bolt: boltAction',
    `<boltArtifact id="n" title="Notes">\n${each((path, content) => `<boltAction type="file" filePath="${path}">\n${content}</boltAction>`)}\n</boltArtifact>`,
    'both',
  ],
  [
    'Dyad: dyad-write',
    each((path, content) => `<dyad-write path="${path}" description="x">\n${content}</dyad-write>`),
    'both',
  ],
  ['<create path>', each((path, content) => `<create path="${path}">\n${content}</create>`), 'both'],
  ['no end tag before the next file', `<file path="${CARD}">\n${CARD_TEXT}\n${tag(PAGE, PAGE_TEXT)}`, 'both'],
  ['no end tag at the end', `${tag(CARD, CARD_TEXT)}\n<file path="${PAGE}">\n${PAGE_TEXT}`, 'safe'],
  [
    'end tags with the path',
    each((path, content) => `<file path="${path}">\n${content}</file path="${path}">`),
    'both',
  ],
  ['escaped end tags', each((path, content) => `<file path="${path}">\n${content}<\\/file>`), 'both'],
  ['another end tag', `<file path="${CARD}">\n${CARD_TEXT}</edit>\n${tag(PAGE, PAGE_TEXT)}`, 'both'],
  ['CDATA', each((path, content) => tag(path, `<![CDATA[\n${content}]]>\n`)), 'both'],
  [
    'CDATA on the line of the tag',
    each((path, content) => `<file path="${path}"><![CDATA[${content}]]></file>`),
    'both',
  ],
  ['escaped content', each((path, content) => tag(path, escaped(content))), 'both'],
  ['everything escaped', escaped(BOTH), 'both'],
  ['CRLF', BOTH.replaceAll('\n', '\r\n'), 'both'],
  ['a byte order mark', `\uFEFF${BOTH}`, 'both'],
  ['a byte order mark in the file', each((path, content) => tag(path, `\uFEFF${content}`)), 'both'],
  [
    'zero-width characters',
    each((path, content) => `\u200B<file path="\u200B${path}">\u200B\n${content}\u200B</file>\u200B`),
    'both',
  ],
  ['no-break spaces in the tag', each((path, content) => `<file\u00A0path="${path}">\n${content}</file>`), 'both'],
  ['./ before the path', each((path, content) => tag(`./${path}`, content)), 'both'],
  ['/ before the path', each((path, content) => tag(`/${path}`, content)), 'both'],
  ['backslashes', each((path, content) => tag(path.replaceAll('/', '\\'), content)), 'both'],
  ['spaces around the path', each((path, content) => tag(` ${path} `, content)), 'both'],
  ['@/ before the path', each((path, content) => tag(`@/${path}`, content)), 'both'],
  ['a folder that is not there', each((path, content) => tag(`/home/user/my-app/${path}`, content)), 'none'],
  ['..', each((path, content) => tag(`../../${path}`, content)), 'none'],
  ['.. in the middle', each((path, content) => tag(`app/../../${path}`, content)), 'none'],
  ['the path in percent signs', each((_, content) => tag('app/%2e%2e/%2e%2e/etc/x.tsx', content)), 'safe'],
  ['the same file twice', `${BOTH}\n${BOTH}`, 'both'],
  [
    'a better version later',
    `${tag(CARD, 'export const NoteCard = () => <p>first try</p>\n')}\n\nWait, that is not right:\n\n${BOTH}`,
    'both',
  ],
  ['a lazy version later', `${BOTH}\n${tag(CARD, '// ... same as above\n')}`, 'both'],
  ['an end tag in a text', `${tag(CARD, ABOUT_TAGS)}\n${tag(PAGE, PAGE_TEXT)}`, 'both', ABOUT_TAGS],
  ['an empty file element', `<file path="${CARD}"/>\n${fence(CARD_TEXT)}\n\n${tag(PAGE, PAGE_TEXT)}`, 'safe'],
  ['an empty file', `${tag(CARD, '')}\n${tag(PAGE, PAGE_TEXT)}`, 'page'],
  ['the path again in the first line', each((path, content) => tag(path, `// ${path}\n${content}`)), 'both'],
]

const JSON_FILES = [
  { path: CARD, content: CARD_TEXT },
  { path: PAGE, content: PAGE_TEXT },
]
const asRecord = Object.fromEntries(JSON_FILES.map(({ path, content }) => [path, content]))
export const STRUCTURED: WriterCase[] = [
  ['JSON: {"files":[…]}', JSON.stringify({ files: JSON_FILES }, null, 2), 'both'],
  ['JSON: an array', JSON.stringify(JSON_FILES), 'both'],
  ['JSON: {"files":{path: content}}', JSON.stringify({ files: asRecord }), 'both'],
  ['JSON: {path: content}', JSON.stringify(asRecord), 'both'],
  [
    'JSON: in a fence with words',
    `Here:\n${fence(`${JSON.stringify({ files: JSON_FILES }, null, 2)}\n`, 'json')}`,
    'both',
  ],
  [
    'JSON: filename and code',
    JSON.stringify({ files: JSON_FILES.map(({ path, content }) => ({ filename: path, code: content })) }),
    'both',
  ],
  ['JSON: with a note', JSON.stringify({ thoughts: 'First the card.', files: JSON_FILES, done: true }), 'both'],
  ['JSON: cut off', JSON.stringify({ files: JSON_FILES }).slice(0, 500), 'safe'],
  ['JSON: after a think block', `<think>hm</think>${JSON.stringify({ files: JSON_FILES })}`, 'both'],
  [
    'Qwen: <tool_call> as text',
    JSON_FILES.map(
      (file) => `<tool_call>\n${JSON.stringify({ name: 'write_file', arguments: file })}\n</tool_call>`,
    ).join('\n'),
    'both',
  ],
  [
    'Mistral: [TOOL_CALLS] as text',
    `[TOOL_CALLS]${JSON.stringify(JSON_FILES.map((file) => ({ name: 'write_file', arguments: file })))}`,
    'both',
  ],
  ['JSON: one object a line', JSON_FILES.map((file) => JSON.stringify(file)).join('\n'), 'both'],
]

const cut = (times: number): string => BUTTON_OLD.split('\n').slice(0, times).join('\n')
export const EDITS: WriterCase[] = [
  ['edit: exact', edit(BUTTON, block(SEARCH, REPLACE)), 'button'],
  ['edit: white space at the end of lines', edit(BUTTON, block(`${SEARCH}  `, REPLACE)), 'button'],
  ['edit: less indentation', edit(BUTTON, block(SEARCH.trim(), REPLACE.trim())), 'button'],
  ['edit: more indentation', edit(BUTTON, block(`    ${SEARCH}`, `    ${REPLACE}`)), 'button'],
  ['edit: tabs', edit(BUTTON, block(`\t\t${SEARCH.trim()}`, `\t\t${REPLACE.trim()}`)), 'button'],
  ['edit: CRLF', edit(BUTTON, block(SEARCH, REPLACE)).replaceAll('\n', '\r\n'), 'button'],
  ['edit: a fence inside', `<edit path="${BUTTON}">\n${fence(`${block(SEARCH, REPLACE)}\n`)}\n</edit>`, 'button'],
  ['edit: a fence around', fence(`${edit(BUTTON, block(SEARCH, REPLACE))}\n`, 'xml'), 'button'],
  ['edit: Aider with fence', `${BUTTON}\n${fence(`${block(SEARCH, REPLACE)}\n`)}`, 'button'],
  ['edit: Aider, path in the fence', fence(`${BUTTON}\n${block(SEARCH, REPLACE)}\n`, ''), 'button'],
  ['edit: Aider without fence', `${BUTTON}\n${block(SEARCH, REPLACE)}`, 'button'],
  ['edit: fence with path on the label', fence(`${block(SEARCH, REPLACE)}\n`, `tsx ${BUTTON}`), 'button'],
  ['edit: in a file tag', tag(BUTTON, `${block(SEARCH, REPLACE)}\n`), 'button'],
  // It may as well be a fragment, which would take the rest of the file away.
  ['edit: no marks at all', `<edit path="${BUTTON}">\n${BUTTON_NEW}</edit>`, 'none'],
  [
    'edit: nine markers',
    edit(BUTTON, `<<<<<<<<< SEARCH\n${SEARCH}\n=========\n${REPLACE}\n>>>>>>>>> REPLACE`),
    'button',
  ],
  ['edit: five markers', edit(BUTTON, `<<<<< SEARCH\n${SEARCH}\n=====\n${REPLACE}\n>>>>> REPLACE`), 'button'],
  [
    'edit: ORIGINAL and UPDATED',
    edit(BUTTON, `<<<<<<< ORIGINAL\n${SEARCH}\n=======\n${REPLACE}\n>>>>>>> UPDATED`),
    'button',
  ],
  ['edit: HEAD and a branch', edit(BUTTON, `<<<<<<< HEAD\n${SEARCH}\n=======\n${REPLACE}\n>>>>>>> new`), 'button'],
  ['edit: Cline markers', edit(BUTTON, `------- SEARCH\n${SEARCH}\n=======\n${REPLACE}\n+++++++ REPLACE`), 'button'],
  [
    'edit: <search> and <replace>',
    edit(BUTTON, `<search>\n${SEARCH}\n</search>\n<replace>\n${REPLACE}\n</replace>`),
    'button',
  ],
  ['edit: no last marker', `<edit path="${BUTTON}">\n<<<<<<< SEARCH\n${SEARCH}\n=======\n${REPLACE}\n</edit>`, 'safe'],
  [
    'edit: no middle marker',
    `<edit path="${BUTTON}">\n<<<<<<< SEARCH\n${SEARCH}\n${REPLACE}\n>>>>>>> REPLACE\n</edit>`,
    'none',
  ],
  ['edit: no end tag', `<edit path="${BUTTON}">\n${block(SEARCH, REPLACE)}`, 'safe'],
  ['edit: found twice', edit(BUTTON, block('      {label}', '      <b>{label}</b>')), 'none'],
  ['edit: not found', edit(BUTTON, block('  const x = 1', '  const x = 2')), 'none'],
  [
    'edit: one of two is not found',
    edit(BUTTON, block(SEARCH, REPLACE), block('  const x = 1', '  const x = 2')),
    'none',
  ],
  ['edit: quoted with line numbers', edit(BUTTON, block(`5 | ${SEARCH}`, `5 | ${REPLACE}`)), 'safe'],
  ['edit: quoted from two places', edit(BUTTON, block(`${cut(4)}\n  ...\n    </button>`, 'x')), 'none'],
  [
    'edit: two tags for one file',
    `${edit(BUTTON, block(SEARCH, '    <button onClick={onPress}>'))}\n${edit(BUTTON, block('    <button onClick={onPress}>', REPLACE))}`,
    'button',
  ],
  [
    'edit: unified diff in a fence',
    `${fence(`--- a/${BUTTON}\n+++ b/${BUTTON}\n@@ -2,5 +2,5 @@\n \n export function Button({ label, onPress }: { label: string; onPress: () => void }) {\n   return (\n-${SEARCH}\n+${REPLACE}\n       {label}\n`, 'diff')}`,
    'button',
  ],
  [
    'edit: unified diff in an edit tag',
    `<edit path="${BUTTON}">\n@@ -4,3 +4,3 @@\n   return (\n-${SEARCH}\n+${REPLACE}\n       {label}\n</edit>`,
    'button',
  ],
  [
    'edit: diff in a file tag',
    tag(
      BUTTON,
      `--- a/${BUTTON}\n+++ b/${BUTTON}\n@@ -4,3 +4,3 @@\n   return (\n-${SEARCH}\n+${REPLACE}\n       {label}\n`,
    ),
    'button',
  ],
  [
    'edit: Codex patch',
    `*** Begin Patch\n*** Update File: ${BUTTON}\n@@\n   return (\n-${SEARCH}\n+${REPLACE}\n       {label}\n*** End Patch`,
    'button',
  ],
  ['edit: a new file by an empty SEARCH', `${edit('components/ui/new.tsx', block('', 'export const a = 1'))}`, 'safe'],
  ['edit: markers in prose', `I use <<<<<<< SEARCH blocks.\n${edit(BUTTON, block(SEARCH, REPLACE))}`, 'button'],
]
