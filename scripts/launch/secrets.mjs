import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAMES = ['NEXTAUTH_SECRET', 'ENCRYPTION_KEY']

/**
 * Signing secret and encryption key: from the environment, else made once and kept in DEVORA_HOME/secrets.json,
 * readable by this user only. Losing the file signs everybody out and makes stored keys unreadable. Half a pair in the
 * environment is passed on as it is: the check of the environment names the missing one.
 * @param {string} home
 * @returns {Record<string, string>}
 */
export function secrets(home) {
  if (NAMES.some((name) => process.env[name])) return {}
  const file = join(home, 'secrets.json')
  if (!existsSync(file)) {
    const made = {
      NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    }
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  }
  const kept = JSON.parse(readFileSync(file, 'utf8'))
  for (const name of NAMES)
    if (typeof kept[name] !== 'string')
      throw new Error(`${file} has no ${name}. Restore the file, or delete it to make new secrets.`)
  return Object.fromEntries(NAMES.map((name) => [name, kept[name]]))
}
