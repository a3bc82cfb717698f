import { z } from 'zod'

/*
 * Every environment variable that Devora reads, in one place; nothing else touches `process.env`. `.env.example` lists
 * the same names (tests/unit/core/env.test.ts holds them together). Variables that only make sense together form a
 * group: all of them or none; half a group is a mistake that the person hears about at the start, not on the first
 * request that needs it.
 */

const text = z.string().trim()
/** As people paste it, also without a scheme; lib/integrations/models/address makes of it what is meant. */
const address = text
  .max(500)
  .refine((value) => !/^[a-z][a-z\d+.-]*:\/\//i.test(value) || /^https?:/i.test(value), 'must begin with https://')
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')

const single = {
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  DEVORA_HOME: text.default('.devora'),
  DATABASE_URL: text.regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WORKER: z.enum(['separate', 'embedded']).default('separate'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  /** Whether what is proven of an ask is controlled after delivery; it costs some seconds of CPU for each. */
  EVIDENCE_CONTROLS: flag.default(true),
  /** The Chromium in which scenarios are played that need a browser; where systems put one it is found without. */
  DEVORA_CHROMIUM: text.optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  ALLOW_LOCAL_MODELS: flag.default(false),
  // Servers of models: each works alone, and a gateway of one's own may need no key, so they are no group of the kind
  // below.
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: address.optional(),
  OPENROUTER_API_KEY: text.optional(),
  OLLAMA_BASE_URL: address.optional(),
  OLLAMA_CONTEXT_LENGTH: z.coerce.number().int().min(2048).max(2_000_000).default(32_768),
  DEFAULT_MODEL: text.max(200).optional(),
  EMBEDDING_MODEL: text.max(200).optional(),
}

const MODEL_SERVERS = ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENROUTER_API_KEY', 'OLLAMA_BASE_URL'] as const

const groups = {
  /** Signing and encryption. `npm start` makes both once and keeps them in DEVORA_HOME; a deployment sets them. */
  secrets: {
    NEXTAUTH_SECRET: text.min(32, 'must have at least 32 characters'),
    ENCRYPTION_KEY: text.refine((value) => Buffer.from(value, 'base64').length === 32, 'must be 32 bytes in base64'),
  },
  /** A server that speaks S3 keeps the files; without it Postgres does. */
  s3: {
    S3_ENDPOINT: z.url({ protocol: /^https?$/ }),
    S3_REGION: text.max(60),
    S3_BUCKET: text.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no name of a bucket'),
    S3_ACCESS_KEY_ID: text,
    S3_SECRET_ACCESS_KEY: text,
  },
}

type Source = Record<string, string | undefined>
type Values<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>

/** How the models of the operator are reached; the part of `Env` that `createModels` takes. */
export type ModelsEnv = Pick<
  Values<typeof single>,
  'ALLOW_LOCAL_MODELS' | 'OLLAMA_CONTEXT_LENGTH' | 'DEFAULT_MODEL' | 'EMBEDDING_MODEL' | (typeof MODEL_SERVERS)[number]
>

/** How the operator's file storage is reached. */
export type S3Env = Values<typeof groups.s3>

export type Env = Values<typeof single> & { secrets: Values<typeof groups.secrets>; s3: S3Env | null }

/** The variables as the schema knows them; the test compares them with `.env.example`. */
export const variableNames: string[] = [
  ...Object.keys(single),
  ...Object.values(groups).flatMap((group) => Object.keys(group)),
]

// Empty means unset, also to libraries that read the environment by themselves: the AI SDK refuses to load with
// OPENAI_BASE_URL=''.
for (const name of variableNames) if (process.env[name] === '') delete process.env[name]

/** One complaint per variable that is missing or wrong; never its value, which may be a secret. */
function explain(error: z.ZodError, given: Source): string[] {
  return error.issues.map(({ path: [name = ''], message }) =>
    given[String(name)] === undefined ? `${String(name)} is missing` : `${String(name)}: ${message}`,
  )
}

/**
 * The group's values; null when none of its variables is set. Half a group and wrong values are added to `complaints`.
 */
export function readGroup<Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  given: Source,
  complaints: string[],
): Values<Shape> | null {
  const names = Object.keys(shape)
  const missing = names.filter((variable) => given[variable] === undefined)
  if (missing.length === names.length) return null
  const present = names.filter((variable) => given[variable] !== undefined).join(', ')
  if (missing.length > 0) {
    complaints.push(
      ...missing.map(
        (variable) => `${variable} is missing: ${present} is set, and the group "${name}" only works together`,
      ),
    )
    return null
  }
  const parsed = z.object(shape).safeParse(given)
  if (parsed.success) return parsed.data
  complaints.push(...explain(parsed.error, given))
  return null
}

/**
 * Reads and checks the environment. An empty value (`NAME=` in an .env file) counts as not set.
 * @throws Error with one line for every variable that is missing or wrong
 */
export function readEnv(source: Source = process.env): Env {
  const given: Source = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()))
  const complaints: string[] = []
  const parsed = z.object(single).safeParse(given)
  if (!parsed.success) complaints.push(...explain(parsed.error, given))
  for (const model of ['DEFAULT_MODEL', 'EMBEDDING_MODEL'])
    if (given[model] && MODEL_SERVERS.every((name) => given[name] === undefined))
      complaints.push(`${model} is set, but no server that could have it: set one of ${MODEL_SERVERS.join(', ')}`)
  const secrets = readGroup('secrets', groups.secrets, given, complaints)
  const s3 = readGroup('s3', groups.s3, given, complaints)
  if (!secrets && Object.keys(groups.secrets).every((name) => given[name] === undefined))
    complaints.push(...Object.keys(groups.secrets).map((name) => `${name} is missing`))
  if (!parsed.success || !secrets || complaints.length > 0) {
    throw new Error(`The environment is not complete:\n${complaints.map((line) => `  ${line}`).join('\n')}`)
  }
  return { ...parsed.data, secrets, s3 }
}

let current: Env | undefined

/** The environment of this process, read once, on first use: a build imports this file without having one. */
export function env(): Env {
  current ??= readEnv()
  return current
}

/** Has it read anew at the next look: tests open one application after another in one process. */
export function forgetEnv(): void {
  current = undefined
}

/**
 * next-auth 4 takes the host a request was sent to for its own only when this variable says so; otherwise it believes
 * to be at http://localhost:3000, whatever the port. It has no option for it. NEXTAUTH_URL, when set, still wins.
 */
export function trustRequestHost(): void {
  process.env['AUTH_TRUST_HOST'] ??= 'true'
}
