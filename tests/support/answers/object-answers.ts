import { fence } from './project'

/** How models write down one object that they were asked for as JSON. Each says the same as `value`. */
export type ObjectHabit = [habit: string, write: (value: Record<string, unknown>) => string]

const json = (value: unknown): string => JSON.stringify(value, null, 2)
const quoteless = (text: string): string => text.replace(/"([A-Za-z_]+)":/g, '$1:')
const deep = (value: unknown, change: (key: string) => string): unknown =>
  Array.isArray(value)
    ? value.map((one) => deep(one, change))
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), deep(one, change)]))
      : value
const without = (value: unknown, isExcluded: (one: unknown) => boolean): unknown =>
  Array.isArray(value)
    ? value.map((one) => without(one, isExcluded))
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value).flatMap(([key, one]) => (isExcluded(one) ? [] : [[key, without(one, isExcluded)]])),
        )
      : value

export const OBJECT_HABITS: ObjectHabit[] = [
  ['plain', (v) => JSON.stringify(v)],
  ['indented', json],
  ['fence', (v) => fence(`${json(v)}\n`, 'json')],
  ['fence and prose', (v) => `Here is the plan:\n\n${fence(`${json(v)}\n`, 'json')}\n\nLet me know!`],
  ['fence without label', (v) => fence(`${json(v)}\n`, '')],
  ['fence in capitals', (v) => fence(`${json(v)}\n`, 'JSON')],
  ['json5 label', (v) => fence(`${json(v)}\n`, 'json5')],
  ['fence that stays open', (v) => `\`\`\`json\n${json(v)}`],
  ['tildes', (v) => fence(`${json(v)}\n`, 'json', '~~~')],
  ['prose before', (v) => `Sure, the plan:\n${json(v)}`],
  ['prose after', (v) => `${json(v)}\n\nThe note is private {by default}.`],
  ['prose with braces before', (v) => `I follow the schema {name, kind, …} as told.\n${json(v)}`],
  ['prose with a small object before', (v) => `For example {"a": 1} would be wrong.\n${json(v)}`],
  [
    'two fences, the second is it',
    (v) => `The schema says:\n${fence('{"type": "object"}\n', 'json')}\nSo:\n${fence(`${json(v)}\n`, 'json')}`,
  ],
  ['think', (v) => `<think>\nUse {"name": "x"}?\n</think>\n${json(v)}`],
  [
    'think, with a fence inside',
    (v) => `<think>\n${fence('{"name": "draft", "entities": []}\n', 'json')}\n</think>\n${json(v)}`,
  ],
  ['only the end of think', (v) => `Let me see {"name": "x"}.\n</think>\n\n${json(v)}`],
  [
    'gpt-oss channels',
    (v) => `<|channel|>analysis<|message|>{"name": "x"}<|end|><|start|>assistant<|channel|>final<|message|>${json(v)}`,
  ],
  ['[THINK]', (v) => `[THINK]{"a":1}[/THINK]${json(v)}`],
  ['trailing commas', (v) => json(v).replace(/([}\]"0-9a-z])\n(\s*[}\]])/g, '$1,\n$2')],
  [
    'comments',
    (v) =>
      json(v).replace('{\n', '{\n  // the plan\n').replace(/,\n/, ', // first\n').replace(/\n\}$/, '\n  /* end */\n}'),
  ],
  ['hash comments', (v) => json(v).replace('{\n', '{\n  # the plan\n')],
  ['single quotes', (v) => json(v).replaceAll("'", '’').replaceAll('"', "'")],
  ['no quotes round keys', (v) => quoteless(json(v))],
  ['curly quotes', (v) => json(v).replace(/"([^"\n]*)"/g, '“$1”')],
  [
    'Python: True, None',
    (v) => json(v).replaceAll(': true', ': True').replaceAll(': false', ': False').replaceAll(': null', ': None'),
  ],
  [
    'Python dict',
    (v) =>
      json(v)
        .replaceAll('"', "'")
        .replaceAll(': true', ': True')
        .replaceAll(': false', ': False')
        .replaceAll(': null', ': None'),
  ],
  ['undefined and NaN', (v) => json(v).replace(': null', ': undefined').replace(': null', ': NaN')],
  ['a missing comma', (v) => json(v).replace(/",\n(\s+")/, '"\n$1')],
  ['a brace too many at the end', (v) => `${json(v)}\n}`],
  ['a raw line break in a string', (v) => json(v).replace('": "', '": "\n')],
  ['tabs in strings', (v) => json(v).replace('": "', '": "\t')],
  ['BOM', (v) => `\uFEFF${json(v)}`],
  ['CRLF', (v) => json(v).replaceAll('\n', '\r\n')],
  ['no-break spaces', (v) => json(v).replaceAll('  ', '\u00A0\u00A0')],
  ['zero-width characters', (v) => json(v).replaceAll('{', '{\u200B')],
  ['a string of JSON', (v) => JSON.stringify(JSON.stringify(v))],
  ['{"plan": …}', (v) => json({ plan: v })],
  ['{"spec": …}', (v) => json({ spec: v })],
  ['{"response": {"data": …}}', (v) => json({ response: { data: v } })],
  ['an array of one', (v) => json([v])],
  ['with a note beside it', (v) => json({ ...v, explanation: 'Notes are private.', confidence: 0.9 })],
  ['{"type":"object","properties": value}', (v) => json({ type: 'object', properties: v })],
  ['a tool call as text', (v) => `<tool_call>\n${json({ name: 'json', arguments: v })}\n</tool_call>`],
  ['a function call', (v) => json({ name: 'answer', parameters: v })],
  ['XML round it', (v) => `<answer>\n${json(v)}\n</answer>`],
  ['<json>', (v) => `<json>${json(v)}</json>`],
  ['const plan =', (v) => `const plan = ${quoteless(json(v))};\n\nexport default plan`],
  ['snake_case keys', (v) => json(deep(v, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)))],
  ['PascalCase keys', (v) => json(deep(v, (key) => key[0]!.toUpperCase() + key.slice(1)))],
  ['nulls left out', (v) => json(without(v, (one) => one === null))],
  ['empty lists left out', (v) => json(without(v, (one) => Array.isArray(one) && one.length === 0))],
  ['false left out', (v) => json(without(v, (one) => one === false))],
  ['"null" as text', (v) => json(v).replaceAll(': null', ': "null"')],
  ['empty text for null', (v) => json(v).replaceAll(': null', ': ""')],
  ['booleans as text', (v) => json(v).replaceAll(': true', ': "true"').replaceAll(': false', ': "false"')],
  ['the object twice', (v) => `${json(v)}\n\n${json(v)}`],
  ['a draft and then the object', (v) => `${json({ name: 'Draft' })}\n\nCorrected:\n\n${json(v)}`],
  ['ends with <|im_end|>', (v) => `${json(v)}<|im_end|>`],
  ['ends with a wish', (v) => `${json(v)}\n\n---\n*Shall I draw the pages, too?*`],
  ['line comments with URLs in strings', (v) => json(v).replace('{\n', '{ // see https://example.com/a\n')],
]

/** What is no object at all: a clean failure, and nothing made up. */
export const NO_OBJECT: [habit: string, text: string][] = [
  ['prose', 'I would start with the notes. Shall I?'],
  ['a refusal', "I'm sorry, but I can't assist with that."],
  ['nothing', ''],
  ['white space', ' \n\t '],
  ['an empty object', '{}'],
  ['an empty array', '[[]]'],
  ['null', 'null'],
  ['a number', '42'],
  [
    'the schema itself',
    '{"type":"object","properties":{"name":{"type":"string"},"entities":{"type":"array"}},"required":["name","entities"]}',
  ],
  ['an endless string', `{"name": "${'very '.repeat(5_000)}`],
  // It cannot be told from an answer that was cut off.
  [
    'a missing brace at the end',
    '{"name": "Notebook", "pages": [], "verdict": "approve", "findings": [], "entities": []',
  ],
  ['endless brackets', '['.repeat(50_000)],
  ['endless braces', '{"a":'.repeat(20_000)],
  ['HTML', '<!doctype html><html><body>502 Bad Gateway</body></html>'],
  ['think only', '<think>What does the person want? {"name":"x"}'],
  ['error object', '{"error":{"message":"overloaded"}}'],
]

/** The same plan in words that are not the plan's: `[change, where the type or access must come out as]`. */
export const TYPE_WORDS: [said: string, meant: string][] = [
  ['string', 'text'],
  ['varchar', 'text'],
  ['varchar(255)', 'text'],
  ['char', 'text'],
  ['str', 'text'],
  ['Text', 'text'],
  ['TEXT', 'text'],
  ['uuid', 'text'],
  ['slug', 'text'],
  ['phone', 'text'],
  ['textarea', 'longtext'],
  ['long_text', 'longtext'],
  ['longText', 'longtext'],
  ['markdown', 'longtext'],
  ['richtext', 'longtext'],
  ['rich_text', 'longtext'],
  ['int', 'integer'],
  ['int4', 'integer'],
  ['bigint', 'integer'],
  ['Integer', 'integer'],
  ['serial', 'integer'],
  ['smallint', 'integer'],
  ['float', 'number'],
  ['double', 'number'],
  ['decimal', 'number'],
  ['numeric', 'number'],
  ['numeric(10,2)', 'number'],
  ['real', 'number'],
  ['percentage', 'number'],
  ['rating', 'integer'],
  ['currency', 'money'],
  ['price', 'money'],
  ['bool', 'boolean'],
  ['Boolean', 'boolean'],
  ['checkbox', 'boolean'],
  ['toggle', 'boolean'],
  ['timestamp', 'datetime'],
  ['timestamptz', 'datetime'],
  ['timestamp with time zone', 'datetime'],
  ['date-time', 'datetime'],
  ['dateTime', 'datetime'],
  ['DateTime', 'datetime'],
  ['time', 'text'],
  ['select', 'text'],
  ['mail', 'email'],
  ['link', 'url'],
  ['uri', 'url'],
  ['photo', 'image'],
  ['picture', 'image'],
  ['attachment', 'file'],
  ['jsonb', 'json'],
  ['object', 'json'],
  ['array', 'json'],
  ['tags', 'json'],
]
export const ACCESS_WORDS: [said: string, meant: string][] = [
  ['Private', 'private'],
  ['owner', 'private'],
  ['owner-only', 'private'],
  ['personal', 'private'],
  ['user', 'private'],
  ['Public', 'public'],
  ['public-read', 'public'],
  ['authenticated', 'members'],
  ['shared', 'two-party'],
  ['two_party', 'two-party'],
  ['twoParty', 'two-party'],
  ['admin', 'private'],
  ['catalog', 'catalogue'],
  ['read-only', 'catalogue'],
  ['draft', 'private'],
  ['nonsense', 'private'],
  ['', 'private'],
]
