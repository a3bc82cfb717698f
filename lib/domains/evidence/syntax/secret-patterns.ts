/** What a secret looks like. Each pattern is one that its issuer documents, precise enough to be an error. */

export type SecretPattern = { rule: string; what: string; pattern: RegExp }

export const PATTERNS: readonly SecretPattern[] = [
  {
    rule: 'private-key',
    what: 'a private key',
    pattern: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----/g,
  },
  { rule: 'aws-key', what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g },
  { rule: 'stripe-key', what: 'a Stripe secret key', pattern: /\b(?:sk|rk)_(?:live|test)_[0-9A-Za-z]{16,}\b/g },
  { rule: 'stripe-key', what: 'a Stripe webhook secret', pattern: /\bwhsec_[0-9A-Za-z+/]{24,}/g },
  { rule: 'anthropic-key', what: 'an Anthropic key', pattern: /\bsk-ant-(?:api|admin)\d\d-[\w-]{20,}/g },
  { rule: 'openrouter-key', what: 'an OpenRouter key', pattern: /\bsk-or-v1-[0-9a-f]{40,}\b/g },
  {
    rule: 'openai-key',
    what: 'an OpenAI key',
    pattern: /\bsk-(?:proj|svcacct|admin|None)-[\w-]{20,}|\bsk-[A-Za-z0-9]{32,}\b/g,
  },
  {
    rule: 'github-token',
    what: 'a GitHub token',
    pattern: /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{50,}\b/g,
  },
  { rule: 'gitlab-token', what: 'a GitLab token', pattern: /\bglpat-[\w-]{20,}\b/g },
  { rule: 'google-key', what: 'a Google API key', pattern: /\bAIza[\w-]{35}\b/g },
  { rule: 'google-key', what: 'a Google OAuth secret', pattern: /\bGOCSPX-[\w-]{20,}\b/g },
  {
    rule: 'slack-token',
    what: 'a Slack token',
    pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,}|https:\/\/hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/g,
  },
  {
    rule: 'discord-webhook',
    what: 'a Discord webhook',
    pattern: /https:\/\/discord(?:app)?\.com\/api\/webhooks\/\d{15,}\/[\w-]{40,}/g,
  },
  { rule: 'telegram-token', what: 'a Telegram bot token', pattern: /\b\d{8,10}:AA[\w-]{33}\b/g },
  { rule: 'sendgrid-key', what: 'a SendGrid key', pattern: /\bSG\.[\w-]{20,24}\.[\w-]{39,50}/g },
  { rule: 'resend-key', what: 'a Resend key', pattern: /\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}\b/g },
  { rule: 'twilio-key', what: 'a Twilio key', pattern: /\bSK[0-9a-f]{32}\b/g },
  { rule: 'mailgun-key', what: 'a Mailgun key', pattern: /\bkey-[0-9a-f]{32}\b/g },
  { rule: 'npm-token', what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { rule: 'vercel-token', what: 'a Vercel token', pattern: /\bvc[pkiat]_[A-Za-z0-9]{24,}\b/g },
  { rule: 'huggingface-token', what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{34,}\b/g },
  { rule: 'shopify-token', what: 'a Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g },
  { rule: 'mapbox-token', what: 'a secret Mapbox token', pattern: /\bsk\.eyJ[\w-]{20,}\.[\w-]{20,}/g },
  { rule: 'digitalocean-token', what: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[0-9a-f]{64}\b/g },
  { rule: 'supabase-key', what: 'a Supabase secret key', pattern: /\bsb_secret_[\w-]{20,}/g },
  { rule: 'supabase-key', what: 'a Supabase access token', pattern: /\bsbp_[0-9a-f]{40}\b/g },
]

export const JWT = /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/g
export const DATABASE_URL =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver):\/\/([^\s:/@'"`<>$]*):([^\s@'"`]+)@([^\s/'"`:?]+)/g

/** The payload of a JSON web token, or null. */
export function jwtPayload(token: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Words and shapes by which people mark a value as one to fill in. */
export function isExample(value: string): boolean {
  const text = value.toLowerCase()
  return (
    /your|example|sample|placeholder|change.?me|replace|insert|todo|dummy|fake|mock|foo|bar(?![a-z])|redacted|\bxxx|x{4,}|\*{3,}|\.{3}|…|<[^>]*>|\$\{|\{\{|\[[^\]]*\]|1234567|abcdef|deadbeef|secret.?here|here$|^test$|^password\d*$|^secret$|^postgres$|^root$|^admin$|^user$|^pass$/.test(
      text,
    ) || new Set(text).size <= 4
  )
}

/**
 * As `isExample`, for a value that already has the exact shape of an issuer's keys: runs like `1234567` and short words
 * occur in those by chance.
 */
export const isMarked = (value: string): boolean =>
  isExample(value) &&
  (/your|example|sample|placeholder|change.?me|replace|todo|dummy|redacted|x{4,}|\*{3,}|\.{3}|…|here$/i.test(value) ||
    new Set(value).size <= 8)

/** Bits per character (Shannon). Random base 64 of 32 characters has about 4.5, English words about 3.5 and fewer. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const one of text) counts.set(one, (counts.get(one) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** A value that nobody would write by hand and that is no word, address, path, colour, hash of a file or identifier. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || value.length > 200 || /\s/.test(value) || isExample(value)) return false
  if (/^(?:https?:|\/|\.|#|@|data:)|\.(?:com|org|net|io|app|dev|tsx?|json|png|svg)\b/i.test(value)) return false
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value)) return false // uuid
  if (/^[a-z]+(?:[-_. ][a-z]+)*$/i.test(value) || /^[a-z]+(?:[A-Z][a-z]+)+$/.test(value)) return false // words
  if (!/^[\w+/=.~!@#$%^&*-]+$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  return entropy(value) >= 3.5
}

/** Names under which secrets are kept. */
export const SECRET_NAME =
  /(?:secret|passwd|password|passphrase|api_?-?key|access_?-?key|private_?-?key|auth_?-?token|access_?-?token|bearer|service_?-?role|client_?-?secret|signing_?-?key|encryption_?-?key|webhook_?-?key|_token$|token$|apikey)/i
/** Names that only sound like it: what people type, what is shown, what is public by design. */
export const HARMLESS_NAME =
  /public|publishable|anon|label|placeholder|name$|field|input|error|message|title|text|hint|help|type$|path|url$|route|pattern|regex|(?<!ad)min|max|length|column|param|header|cookie|i18n|class/i
