import { existsSync, readFileSync } from 'node:fs'

export type Prompt = { id?: string; prompt: string }

/** The repository's own. */
export const OWN_PROMPTS = 'tests/fixtures/prompts.jsonl'

/** The file that `DEVORA_PROMPTS` names, else the first of these that is there, else the repository's own. */
export const promptFile = (...others: readonly string[]): string =>
  process.env['DEVORA_PROMPTS'] ?? others.find((path) => existsSync(path)) ?? OWN_PROMPTS

/** One JSON object with a `prompt` per line. */
export const readPrompts = (path: string): Prompt[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Prompt)
