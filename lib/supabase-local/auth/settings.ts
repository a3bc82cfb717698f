/** How this project's Auth behaves: the switches of Supabase's dashboard that make a difference here. */
export type AuthSettings = {
  /** Whether a new address counts as confirmed at once; otherwise a mail with a link goes to the inbox. */
  autoconfirm: boolean
  /** Whether anybody may sign up. */
  signUp: boolean
  anonymousSignIn: boolean
  minPasswordLength: number
  /** Seconds. */
  accessTokenLifetime: number
  /** Seconds that a code or a link of a mail is good for. */
  codeLifetime: number
  /** Seconds in which a refresh token that was already exchanged may be shown again. */
  refreshReuseInterval: number
  /** Whether a change of address has to be confirmed from the old one too. */
  secureEmailChange: boolean
  /** Whether a session older than a day needs a code to change the password. */
  reauthenticateForPassword: boolean
  /**
   * Where links may lead besides the site and this machine; `*` stands for anything but `/` and `.`, `**` for anything.
   */
  redirectUrls: readonly string[]
  /** A function `(jsonb) → jsonb` that sees every token's claims, with its schema; ignored when there is none. */
  accessTokenHook: string | null
}

/** A project as it is right after `supabase init`, except that visitors may sign in without an account. */
export const DEFAULT_AUTH_SETTINGS: AuthSettings = {
  autoconfirm: true,
  signUp: true,
  anonymousSignIn: true,
  minPasswordLength: 6,
  accessTokenLifetime: 3600,
  codeLifetime: 3600,
  refreshReuseInterval: 10,
  secureEmailChange: true,
  reauthenticateForPassword: false,
  redirectUrls: [],
  accessTokenHook: 'public.custom_access_token_hook',
}
