import { readEditBlocks, beginsBlock, endsBlock, holdsBlocks } from '@/lib/domains/generation/answers/edit-blocks'
import { applyEdits } from '@/lib/domains/generation/answers/apply-edits'
import { isDiff, patchedFile, pathInDiff, readDiff } from '@/lib/domains/generation/answers/diff-blocks'
import { FileProtocol } from '@/lib/domains/generation/answers/file-protocol'
import { filesInJson } from '@/lib/domains/generation/answers/files-in-json'
import { hidesFindings } from '@/lib/domains/generation/answers/hides-findings'
import { attribute, isNextTag, kindOf, normalPath } from '@/lib/domains/generation/answers/protocol-tags'
import { Speech, Spoken, withoutInvisible, withoutMarks } from '@/lib/domains/generation/answers/spoken'
import { clip } from '@/lib/domains/generation/answers/clip'
import { isAgentInstructionFile, visibleText, wrapUntrusted } from '@/lib/domains/generation/answers/untrusted'
import * as unwrap from '@/lib/domains/generation/answers/unwrap-content'
import { adjustmentsIn } from '@/lib/domains/generation/builtin/architect/adjust-field'
import { changePlan } from '@/lib/domains/generation/builtin/architect/change-plan'
import { isFeature, ordersFeature } from '@/lib/domains/generation/builtin/architect/feature-words'
import { newThing } from '@/lib/domains/generation/builtin/architect/new-thing'
import { clausesOf, orderBreaks, permits } from '@/lib/domains/generation/builtin/architect/order-clauses'
import { condensed } from '@/lib/domains/generation/builtin/architect/condense'
import { detectLocale } from '@/lib/domains/generation/builtin/architect/detect-locale'
import { readFieldNote, readValues } from '@/lib/domains/generation/builtin/architect/declared/field-note'
import * as nouns from '@/lib/domains/generation/builtin/architect/declared/noun-phrase'
import { readAccess } from '@/lib/domains/generation/builtin/architect/declared/read-access'
import { readDeclarations } from '@/lib/domains/generation/builtin/architect/declared/read-declarations'
import { readRelations } from '@/lib/domains/generation/builtin/architect/declared/read-relations'
import { setAside } from '@/lib/domains/generation/builtin/architect/declared/set-aside'
import { addToPlan } from '@/lib/domains/generation/builtin/architect/extend-plan'
import { archetypeOf, core, findKnown, makeUnknown } from '@/lib/domains/generation/builtin/architect/find-archetype'
import { bare, bareField, entityCalled } from '@/lib/domains/generation/builtin/architect/find-entity'
import { inferField } from '@/lib/domains/generation/builtin/architect/infer-field'
import * as inflect from '@/lib/domains/spec/inflect'
import { findField } from '@/lib/domains/generation/builtin/architect/thing'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { makeField, makeFields } from '@/lib/domains/generation/builtin/architect/plan-fields'
import { planKind } from '@/lib/domains/generation/builtin/architect/plan-kind'
import { planName } from '@/lib/domains/generation/builtin/architect/plan-name'
import { planTheme, readOrder, readTheme } from '@/lib/domains/generation/builtin/architect/plan-theme'
import { questionsFor } from '@/lib/domains/generation/builtin/asks/questions'
import { writingScript } from '@/lib/domains/evidence/behaviour/site-scripts'
import { readAsks } from '@/lib/domains/generation/builtin/asks/read-asks'
import { withAsks } from '@/lib/domains/generation/builtin/asks/with-asks'
import { preferTheme } from '@/lib/domains/generation/builtin/architect/prefer-theme'
import { readPhrases, tokenize } from '@/lib/domains/generation/builtin/architect/read-phrases'
import { cleanPrompt, readPrompt, withoutLead } from '@/lib/domains/generation/builtin/architect/read-prompt'
import { renameIn } from '@/lib/domains/generation/builtin/architect/rename-in-plan'
import { restrictIn } from '@/lib/domains/generation/builtin/architect/restrict-plan'
import { hoursAt, readFacts, splitPrice, withoutFacts } from '@/lib/domains/generation/builtin/site/facts'
import { sectionCalled, sectionNamed, siteKindOf } from '@/lib/domains/generation/builtin/site/lexicon'
import { readName, readSubject } from '@/lib/domains/generation/builtin/site/name-site'
import { planSite } from '@/lib/domains/generation/builtin/site/plan-site'
import { readSite, slugOf } from '@/lib/domains/generation/builtin/site/read-site'
import { splitHours } from '@/lib/domains/generation/builtin/site/render-section'
import { factsChanged, settleFacts } from '@/lib/domains/generation/builtin/site/settle-facts'
import { cutMiddle, messageTokens } from '@/lib/domains/generation/context/budget'
import { rankFiles } from '@/lib/domains/generation/context/rank-files'
import { renderMemory } from '@/lib/domains/generation/context/render'
import { summariseByExtract } from '@/lib/domains/generation/context/summarise'
import { isOneExpression } from '@/lib/domains/spec/edit/dangers'
import { MAX_PROMPT } from '@/lib/domains/generation/constants'
import { AsksAnswer } from '@/lib/domains/generation/planning/asks-answer'
import { completeAsks } from '@/lib/domains/generation/planning/complete-asks'
import { DataAnswer } from '@/lib/domains/generation/planning/plan-answers'
import { provisionalName } from '@/lib/domains/generation/start-generation'
import { internalImports } from '@/lib/domains/generation/writing/internal-imports'
import { memoryKey } from '@/lib/domains/memory/policy'
import { looksSecret, proposeMemories, saidForAll } from '@/lib/domains/memory/propose'
import { rankByWords } from '@/lib/domains/memory/rank'
import { readFileChanges } from '@/lib/domains/memory/read-file-changes'
import { hexOf, shortName } from '@/lib/domains/memory/seen'
import { contentWords, plainWords } from '@/lib/domains/memory/words'
import { refusePath, refuseUnsafePath } from '@/lib/domains/spec/file-path'
import { entityNames, humanize } from '@/lib/domains/spec/names'
import { identifier } from '@/lib/domains/spec/identifiers'
import { sentencesOf } from '@/lib/domains/spec/sentences'
import { normaliseBaseUrl } from '@/lib/integrations/models/address/base-url'
import { quote } from '@/lib/integrations/models/failures/failures'
import { adviceFor, kindOfAnswer, restInWords } from '@/lib/integrations/models/failures/kind-of-answer'
import { pageTitle, saidIn } from '@/lib/integrations/models/failures/said-in'
import { createTextScrubber, scrubKey } from '@/lib/integrations/models/failures/scrub-key'
import { readRefusal } from '@/lib/integrations/models/learning/read-refusal'
import { jsonCandidates, valuesInside } from '@/lib/integrations/models/objects/read-json-answer'
import { readMarkdown, readSpans } from '@/components/ui/text/read-markdown'

/**
 * Everything that reads what somebody else wrote (prompts, conversations, answers of models) with patterns or loops,
 * each as a function of one text. `nasty-text.test.ts` holds that none of them takes long, and that none is missing.
 */

const RECIPES = planApp({ prompt: 'A recipe app with recipes, ingredients, ratings and comments. Admins moderate.' })
const RECETAS = planApp({ prompt: 'Una app para una clínica veterinaria con mascotas, dueños, citas y vacunas.' })
const SITE = planSite({ prompt: 'A website for a small bakery called Crumb & Co. We sell sourdough and croissants.' })
const ASKED_SITE = withAsks(SITE, SITE.prompt, null)
const KEY = 'sk-0123456789abcdef'
const FILE = ['import { a } from "./a"', '  const b = 1', '', 'export { a, b }'].join('\n')

const lines = (text: string): string[] => text.split('\n')
/** As a stream brings it: in small pieces. */
const pieces = (text: string): string[] => text.match(/[\s\S]{1,64}/g) ?? []
const answered = (text: string): void => {
  const protocol = new FileProtocol(() => true)
  for (const piece of pieces(text)) protocol.push(piece)
  protocol.end('stop')
}
const words = (text: string): string[] => text.split(/\s+/)

export const READERS: Record<string, (text: string) => unknown> = {
  // What a prompt is read by
  planApp: (text) => planApp({ prompt: text }),
  changePlan: (text) => changePlan(RECIPES, text),
  changePlanInSpanish: (text) => changePlan(RECETAS, text),
  readAsks: (text) => [readAsks(RECIPES, text), readAsks(RECETAS, `los usuarios pueden ${text}`)],
  withAsks: (text) => withAsks(RECIPES, text, withAsks(RECIPES, 'Members can add recipes.', null)),
  readAsksOfSite: (text) => [readAsks(SITE, text), readAsks(SITE, `remove ${text}`, { nth: 1, before: SITE })],
  withAsksOfSite: (text) => withAsks(SITE, text, ASKED_SITE),
  writingScript: (text) => [
    writingScript(`<script src="a.js"></script>${text}`, () => text),
    writingScript(`<body><script>${text}</script><script src="${text}">`, () => null),
  ],
  questionsFor: (text) => questionsFor(RECIPES, readAsks(RECIPES, text)),
  planSite: (text) => planSite({ prompt: text }),
  changeSite: (text) => planSite({ prompt: text, previous: SITE }),
  readSite,
  readFacts,
  factsChanged: (text) => [factsChanged(text, text), factsChanged('A page. Phone 300 123.', text)],
  settleFacts: (text) => [settleFacts(text, [text]), settleFacts('A page. Phone 300 123.', [text])],
  withoutFacts,
  readName: (text) => [readName(text, 'en'), readName(text, 'es')],
  readSubject: (text) => readSubject(text, 'en'),
  siteKindOf,
  readPrompt: (text) => [readPrompt(text), readPrompt(text, 'es')],
  cleanPrompt,
  condensed: (text) => condensed(text, text.length),
  detectLocale,
  readDeclarations: (text) => [readDeclarations(text, 'en'), readDeclarations(text, 'es')],
  readAccess,
  setAside,
  maskBrackets: nouns.maskBrackets,
  planKind,
  planName: (text) => [planName(text, 'en', 'App'), planName(text, 'es', 'App')],
  planTheme: (text) => planTheme(text, 'other'),
  readTheme,
  preferTheme: (text) => preferTheme(text, [{ id: '1', kind: 'preference', text }]),
  plain: inflect.plain,
  provisionalName,
  // What is remembered of it
  proposeMemories,
  saidForAll,
  looksSecret,
  memoryKey: (text) => memoryKey(text),
  contentWords,
  plainWords,
  rankByWords: (text) => rankByWords(text, [text, 'recipes'], (one) => one),
  readFileChanges: (text) => [
    readFileChanges('app/globals.css', { delivered: text, before: text, saved: `${text} ` }),
    readFileChanges('app/layout.tsx', { delivered: text, before: text, saved: `${text} ` }),
  ],
  sentencesOf,
  // A conversation and files, as a model gets them
  cutMiddle: (text) => cutMiddle(text, 1_000),
  messageTokens,
  rankFiles: (text) => rankFiles(text, [{ path: 'app/page.tsx', content: text }]),
  renderMemory: (text) => renderMemory({ text }),
  summariseByExtract: (text) => summariseByExtract([{ role: 'user', text }], 4_000),
  visibleText,
  clip: (text) => clip(text, 1_000),
  wrapUntrusted: (text) => wrapUntrusted(text, { label: text }),
  isAgentInstructionFile,
  internalImports: (text) => internalImports('app/page.tsx', text),
  // What a model answers
  FileProtocol: (text) => [answered(text), answered(`<file path="app/a.tsx">\n${text}\n</file>`)],
  kindOf,
  attribute,
  normalPath,
  isNextTag,
  Speech: (text) => {
    const speech = new Speech()
    for (const piece of pieces(text)) speech.push(piece)
    return speech.end()
  },
  Spoken: (text) => new Spoken().take(text),
  withoutMarks,
  withoutInvisible,
  readEditBlocks: (text) => [
    readEditBlocks(lines(text)),
    readEditBlocks(['<<<<<<< SEARCH', ...lines(text), '=======', ...lines(text), '>>>>>>> REPLACE']),
  ],
  beginsBlock,
  endsBlock,
  holdsBlocks: (text) => holdsBlocks(lines(text)),
  applyEdits: (text) => [
    applyEdits(text, [{ search: text.slice(0, text.length / 2), replace: 'x' }]),
    applyEdits(text, [{ search: `${text.slice(0, text.length / 2)}\nmissing`, replace: text }]),
    applyEdits(FILE, [{ search: text, replace: text }]),
  ],
  isDiff: (text) => isDiff(lines(text)),
  readDiff: (text) => readDiff(lines(text)),
  pathInDiff,
  patchedFile,
  filesInJson,
  hidesFindings: (text) => hidesFindings(text, { path: 'a.ts', content: text }),
  readFence: unwrap.readFence,
  closesFence: (text) => unwrap.closesFence(text, '```'),
  unescaped: unwrap.unescaped,
  unwrapLines: (text) => unwrap.unwrapLines(lines(text), 'a.tsx'),
  contentOf: (text) => unwrap.contentOf(lines(text), 'a.tsx'),
  pathInInfo: unwrap.pathInInfo,
  pathInComment: unwrap.pathInComment,
  pathInHeading: unwrap.pathInHeading,
  isPathLine: unwrap.isPathLine,
  isOneExpression,
  DataAnswer: (text) => DataAnswer.safeParse({ name: text, entities: [{ name: text, table: text, fields: text }] }),
  completeAsks: (text) => {
    const quotes = [text.slice(0, MAX_PROMPT), ...words(text).slice(0, 20)]
    const asks = [{ quotes, meaning: text, scenarios: [{ title: text, steps: [{ do: 'see', what: text }] }] }]
    const of = { plan: RECIPES, text: cleanPrompt(text).slice(0, MAX_PROMPT).toWellFormed(), nth: 0, firstId: 1 }
    return completeAsks(AsksAnswer.parse({ asks, context: quotes }), of)
  },
  jsonCandidates: (text) => [...jsonCandidates(text)],
  valuesInside: (text) => [...valuesInside([text])],
  readMarkdown,
  readSpans,
  // How a model server refuses
  readRefusal: (text) => readRefusal(400, saidIn(text), { model: 'm', max_tokens: 100 }),
  saidIn,
  pageTitle,
  kindOfAnswer: (text) => kindOfAnswer(400, text),
  adviceFor: (text) => adviceFor(400, text),
  restInWords,
  quote: (text) => quote(text, KEY),
  scrubKey: (text) => scrubKey(text, KEY),
  createTextScrubber: (text) => {
    const scrubber = createTextScrubber(KEY)
    for (const piece of pieces(text)) scrubber.push(piece)
    return scrubber.end()
  },
  normaliseBaseUrl: (text) => {
    try {
      return normaliseBaseUrl(text)
    } catch {
      return null
    }
  },
}

/** Read a sentence, a clause or a name that one of the above has cut out, so never more than its window. */
export const PHRASE_READERS: Record<string, (text: string) => unknown> = {
  clausesOf,
  orderBreaks,
  permits,
  isFeature,
  ordersFeature,
  adjustmentsIn: (text) => [adjustmentsIn(RECIPES, text), adjustmentsIn(RECIPES, `make ${text} required`)],
  newThing: (text) => [newThing(RECIPES, text), newThing(RECIPES, `add a new table ${text}`)],
  hoursAt,
  addToPlan: (text) => addToPlan(structuredClone(RECIPES), [text]),
  renameIn: (text) => renameIn(structuredClone(RECIPES), text),
  restrictIn: (text) => restrictIn(structuredClone(RECIPES), text),
  splitPrice,
  splitHours,
  sectionCalled,
  sectionNamed,
  slugOf,
  withoutLead,
  readRelations: (text) => [readRelations(text, 'en', []), readRelations(text, 'es', [])],
  readFieldNote: (text) => readFieldNote(text, new Map([['\uE000', text]]), 'en'),
  readValues,
  nounAtEnd: (text) => [nouns.nounAtEnd(text, 'en'), nouns.nounAtEnd(text, 'es')],
  isClause: nouns.isClause,
  nameOf: (text) => [nouns.nameOf(text, 'en'), nouns.nameOf(text, 'es')],
  namesThing: (text) => [nouns.namesThing(text, new Set(), 'en'), nouns.namesThing(text, new Set(), 'es')],
  remask: (text) => nouns.remask(text, new Map()),
  afterItems: (text) => nouns.afterItems(text, [text.slice(0, 20), text.slice(-20)]),
  nounAtStart: (text) => [nouns.nounAtStart(text, 'en'), nouns.nounAtStart(text, 'es')],
  unmask: (text) => nouns.unmask(text, new Map()),
  spellOutPairs: nouns.spellOutPairs,
  closedItemsOf: nouns.closedItemsOf,
  itemsOf: nouns.itemsOf,
  tokenize,
  readPhrases: (text) => [readPhrases([text], 'en'), readPhrases([text], 'es')],
  readOrder: (text) => readOrder(text, RECIPES.theme),
  findKnown: (text) => [findKnown(words(text), 'en'), findKnown(words(text), 'es')],
  core: (text) => [core(words(text), 'en'), core(words(text), 'es')],
  findField: (text) => [findField(words(text), 'en'), findField(words(text), 'es')],
  archetypeOf: (text) => archetypeOf(text, 'en'),
  makeUnknown: (text) => makeUnknown(words(text), 'en', { isSingularFine: true }),
  bare,
  bareField,
  entityCalled: (text) => entityCalled(RECIPES, text),
  inferField: (text) => inferField(words(text), 'en'),
  makeField: (text) => makeField(text, 'en'),
  makeFields: (text) => makeFields(text, [], 'es'),
  pluralOf: (text) => [inflect.pluralOf(text, 'en'), inflect.pluralOf(text, 'es')],
  singularOf: (text) => [inflect.singularOf(text, 'en'), inflect.singularOf(text, 'es')],
  isPlural: (text) => inflect.isPlural(text, 'en'),
  identifier: (text) => identifier(text),
  refusePath,
  refuseUnsafePath: (text) => refuseUnsafePath(text),
  shortName,
  hexOf,
  humanize,
  entityNames: (text) => entityNames({ name: text, table: text }),
}

/** Take a text too, but one of ours, or a name, path, colour or id whose length was checked before. */
export const NO_READERS: readonly string[] = [
  'isNoThing',
  'contrast',
  'completeTheme',
  'parseLinks',
  'makeStates',
  'usualParents',
  'archetype',
  'escape',
  'indent',
  'mailLink',
  'phoneLink',
  'drawing',
  'plan',
  'initialsOf',
  'sitePageFile',
  'renderSummary',
  'renderTree',
  'isTelling',
  'scopedKey',
  'unscopedKey',
  'projectOf',
  'projectKey',

  'isDark',
  'isScheme',
  'ownerOf',
  'childRule',
  'isColour',
  'isTakenTable',
  'refuseAddress',
  'refusePageRemoval',
  'apiPath',
]
