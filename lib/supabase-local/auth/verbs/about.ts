import { AuthError } from '../auth-error.ts'
import { currentUser } from '../current-user.ts'
import { listProviders } from '../accounts/identities.ts'
import { reloadUser } from '../accounts/users.ts'
import { json, type Verb } from '../work.ts'

/*
 * What this server says about itself, and clear refusals of what needs a provider.
 */

const PROVIDERS = [
  'apple',
  'azure',
  'bitbucket',
  'discord',
  'facebook',
  'figma',
  'fly',
  'github',
  'gitlab',
  'google',
  'kakao',
  'keycloak',
  'linkedin',
  'linkedin_oidc',
  'notion',
  'phone',
  'slack',
  'slack_oidc',
  'snapchat',
  'spotify',
  'twitch',
  'twitter',
  'workos',
  'zoom',
]

/** GET /settings */
export const readSettings: Verb = async ({ settings }) =>
  json({
    external: {
      ...Object.fromEntries(PROVIDERS.map((name) => [name, false])),
      email: true,
      anonymous_users: settings.anonymousSignIn,
    },
    disable_signup: !settings.signUp,
    mailer_autoconfirm: settings.autoconfirm,
    phone_autoconfirm: false,
    sms_provider: '',
    saml_enabled: false,
    passkeys_enabled: false,
  })

/** GET /health */
export const readHealth: Verb = async () =>
  json({ version: 'local', name: 'GoTrue', description: 'GoTrue is a user registration and authentication API' })

/** GET /.well-known/jwks.json: tokens are signed with a shared secret, so there is no key to publish. */
export const readKeys: Verb = async () => json({ keys: [] })

/** GET /authorize?provider=…: sign-in with Google and the like cannot work without that provider. */
export const authorize: Verb = async ({ url }) => {
  const provider = url.searchParams.get('provider') ?? ''
  const message = `Unsupported provider: provider ${JSON.stringify(provider)} is not enabled on this local Supabase`
  throw new AuthError(400, 'validation_failed', `${message}; sign in by e-mail instead`)
}

/** POST /sso */
export const signInWithSso: Verb = async () => {
  throw new AuthError(404, 'saml_provider_disabled', 'SAML 2.0 is disabled')
}

/** GET /user/identities/authorize */
export const linkIdentity: Verb = async (work) => {
  await currentUser(work)
  throw new AuthError(404, 'manual_linking_disabled', 'Manual linking is disabled')
}

/** DELETE /user/identities/:id */
export const unlinkIdentity =
  (id: string): Verb =>
  async (work) => {
    const { user } = await currentUser(work)
    if (user.identities.length <= 1) {
      const message = 'User must have at least 1 identity after unlinking'
      throw new AuthError(422, 'single_identity_not_deletable', message)
    }
    if (!user.identities.some((identity) => identity.id === id)) {
      throw new AuthError(422, 'identity_not_found', "Identity doesn't exist")
    }
    await work.sql(`delete from auth.identities where id = $1 and user_id = $2`, [id, user.id])
    await listProviders(work, await reloadUser(work.sql, user))
    return json({})
  }
