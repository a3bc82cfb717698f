import { z } from 'zod'
import { reason } from '../../core/told'
import { endpoint } from '../../http/endpoint'

/** Sign-up, sign-in and the sessions behind both. Browser-safe. */

export const Email = z
  .email(reason('email'))
  .max(254)
  .transform((value) => value.trim().toLowerCase())
export const Password = z.string().min(10, reason('atLeast10')).max(200, reason('atMost200'))

export const User = z.object({
  id: z.string(),
  email: z.string(),
  fullName: z.string().nullable(),
  createdAt: z.iso.datetime(),
})
export type User = z.infer<typeof User>

export const RegisterInput = z.strictObject({
  email: Email,
  password: Password,
  fullName: z.string().trim().min(1).max(100).optional(),
})
export type RegisterInput = z.infer<typeof RegisterInput>
export const LoginInput = z.strictObject({
  email: Email,
  password: z.string().min(1, reason('passwordEmpty')).max(200),
})
export type LoginInput = z.infer<typeof LoginInput>

export const Tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.int(),
  user: User,
})
export type Tokens = z.infer<typeof Tokens>

export const register = endpoint({
  id: 'register',
  method: 'POST',
  path: '/auth/register',
  tag: 'Accounts',
  summary: 'Create an account',
  auth: 'public',
  limit: 'auth',
  body: RegisterInput,
  reply: z.object({ user: User }),
  status: 201,
  errors: ['email_taken'],
})

export const login = endpoint({
  id: 'login',
  method: 'POST',
  path: '/auth/login',
  tag: 'Accounts',
  summary: 'Sign in and get a bearer token',
  auth: 'public',
  limit: 'auth',
  body: LoginInput,
  reply: Tokens,
  errors: ['invalid_credentials', 'account_locked'],
})

export const refresh = endpoint({
  id: 'refresh',
  method: 'POST',
  path: '/auth/refresh',
  tag: 'Accounts',
  summary: 'Exchange a refresh token for new tokens',
  auth: 'public',
  limit: 'auth',
  body: z.strictObject({ refreshToken: z.string().min(1).max(200) }),
  reply: Tokens,
  errors: ['unauthenticated'],
})

export const logout = endpoint({
  id: 'logout',
  method: 'POST',
  path: '/auth/logout',
  tag: 'Accounts',
  summary: 'End this session',
  auth: 'user',
  reply: null,
})

export const me = endpoint({
  id: 'me',
  method: 'GET',
  path: '/auth/me',
  tag: 'Accounts',
  summary: 'Who is asking',
  auth: 'user',
  reply: z.object({ user: User }),
})

export const SessionInfo = z.object({
  id: z.string(),
  kind: z.enum(['browser', 'bearer']),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  current: z.boolean(),
})
export type SessionInfo = z.infer<typeof SessionInfo>

export const listSessions = endpoint({
  id: 'listSessions',
  method: 'GET',
  path: '/auth/sessions',
  tag: 'Accounts',
  summary: 'Where you are signed in',
  auth: 'user',
  reply: z.object({ items: z.array(SessionInfo), nextCursor: z.null() }),
})

export const revokeSessions = endpoint({
  id: 'revokeSessions',
  method: 'DELETE',
  path: '/auth/sessions',
  tag: 'Accounts',
  summary: 'Sign out everywhere: here too, or everywhere else with keep=current',
  auth: 'user',
  query: z.strictObject({
    /** The session that asks stays as it is. */
    keep: z.literal('current').optional(),
  }),
  reply: null,
})

export const revokeSession = endpoint({
  id: 'revokeSession',
  method: 'DELETE',
  path: '/auth/sessions/{id}',
  tag: 'Accounts',
  summary: 'Sign one place out',
  auth: 'user',
  params: z.object({ id: z.string().regex(/^ses_[0-9a-hjkmnp-tv-z]{26}$/) }),
  reply: null,
  errors: ['not_found'],
})

const modelId = z.string().trim().min(1, reason('nameModel')).max(200)

export const Preferences = z.object({
  /** Wait after the plan of every new run, unless it says otherwise. */
  planFirst: z.boolean(),
  /** Remember preferences that prompts tell. */
  learn: z.boolean(),
})
export type Preferences = z.infer<typeof Preferences>

export const Settings = z.object({
  model: z.object({
    /** The caller's own server; null: the one of this installation, if it has one. */
    baseUrl: z.string().nullable(),
    /** What runs use unless they name a model; null: the default of the server. */
    defaultModel: z.string().nullable(),
    /** Only its end is ever shown; null: none stored. */
    key: z.object({ lastFour: z.string() }).nullable(),
  }),
  locale: z.enum(['en', 'es']).nullable(),
  preferences: Preferences,
  budget: z.object({
    /**
     * Most micro-USD that model calls of the caller's runs may cost in a calendar month (UTC); null: no bound. See `GET
     * /usage`.
     */
    monthlyMicros: z.int().nullable(),
  }),
})
export type Settings = z.infer<typeof Settings>

/** A hundred thousand dollars: more is a slip of the finger. */
export const MAX_MONTHLY_MICROS = 100_000_000_000

export const UpdateSettingsInput = z.strictObject({
  model: z
    .strictObject({
      /** null removes the server and its key. A changed one without `apiKey` removes the key. */
      baseUrl: z.string().trim().min(1, reason('modelUrl')).max(500).nullable().optional(),
      defaultModel: modelId.nullable().optional(),
      /** Write-only; null removes it. Header values are printable ASCII, and a shorter one is no secret. */
      apiKey: z
        .string()
        .trim()
        .min(8, reason('atLeast8'))
        .max(500)
        .regex(/^[\x21-\x7e]+$/, reason('modelKey'))
        .nullable()
        .optional(),
    })
    .optional(),
  locale: z.enum(['en', 'es']).nullable().optional(),
  preferences: z.strictObject({ planFirst: z.boolean().optional(), learn: z.boolean().optional() }).optional(),
  /** 0 lets no priced model be asked at all; models that cost nothing and the built-in makers always go. */
  budget: z.strictObject({ monthlyMicros: z.int().min(0).max(MAX_MONTHLY_MICROS).nullable().optional() }).optional(),
})
export type UpdateSettingsInput = z.infer<typeof UpdateSettingsInput>

/** `keyDropped`: the address changed and the key that was stored for the old one is gone; enter it again. */
export const UpdatedSettings = Settings.extend({ keyDropped: z.boolean() })
export type UpdatedSettings = z.infer<typeof UpdatedSettings>

export const getSettings = endpoint({
  id: 'getSettings',
  method: 'GET',
  path: '/settings',
  tag: 'Settings',
  summary: 'Your model server, language and preferences',
  auth: 'user',
  reply: Settings,
})

export const updateSettings = endpoint({
  id: 'updateSettings',
  method: 'PATCH',
  path: '/settings',
  tag: 'Settings',
  summary: 'Change settings; what is left out stays, null clears',
  auth: 'user',
  body: UpdateSettingsInput,
  reply: UpdatedSettings,
})

/** Where a model runs, and with that who pays: nobody, the caller at their own server, or this installation. */
export const MODEL_SOURCES = ['builtin', 'own', 'server'] as const
export const ModelChoice = z.object({
  /** What `model` of a run takes. */
  id: z.string(),
  name: z.string(),
  source: z.enum(MODEL_SOURCES),
  provider: z.string().nullable(),
  /** Tokens of prompt and answer together; null for `builtin`, which has no window. */
  contextTokens: z.int().nullable(),
  maxOutputTokens: z.int().nullable(),
  /** Integer micro-USD per million tokens. */
  price: z.object({ inputMicrosPerMillion: z.int(), outputMicrosPerMillion: z.int() }),
  vision: z.boolean(),
  structured: z.boolean(),
  /** False: context and price are a cautious guess. */
  known: z.boolean(),
})
export type ModelChoice = z.infer<typeof ModelChoice>

export const ModelList = z.object({
  items: z.array(ModelChoice),
  nextCursor: z.null(),
  /** What a run of the caller uses that names no model. */
  defaultModel: z.string(),
  /** Servers that could not be asked; their models are missing from the list. */
  unavailable: z.array(z.object({ source: z.enum(MODEL_SOURCES), detail: z.string() })),
})
export type ModelList = z.infer<typeof ModelList>

export const listModels = endpoint({
  id: 'listModels',
  method: 'GET',
  path: '/models',
  tag: 'Generation',
  summary: 'Models you can use, with context size and price',
  auth: 'user',
  reply: ModelList,
})

/** What a test of a model server looks at, in this order. */
export const TESTED = [
  'reached',
  'key',
  'model',
  'answers',
  'system',
  'stream',
  'json',
  'images',
  'output',
  'context',
] as const
export const ModelTest = z.object({
  /** The model that was asked; null when none is named and the server has several. */
  model: z.string().nullable(),
  /** `other`: it works in another way. `unknown`: something before it stood in the way, or nobody says it. */
  lines: z.array(
    z.object({
      what: z.enum(TESTED),
      state: z.enum(['yes', 'other', 'no', 'unknown']),
      /** One sentence: what it is, and what to do. */
      text: z.string(),
    }),
  ),
})
export type ModelTest = z.infer<typeof ModelTest>

export const testModel = endpoint({
  id: 'testModel',
  method: 'POST',
  path: '/settings/model/test',
  tag: 'Settings',
  summary: 'Find out by a few tiny questions what your model server can do',
  auth: 'user',
  limit: 'modelTest',
  body: z.strictObject({ model: modelId.optional() }),
  reply: ModelTest,
})

export const endpoints = [
  testModel,
  register,
  login,
  refresh,
  logout,
  me,
  listSessions,
  revokeSessions,
  revokeSession,
  getSettings,
  updateSettings,
  listModels,
]
