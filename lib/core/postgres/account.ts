import { mkdir, readFile, stat, lstat, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The unix account that runs Postgres. `switchUser` is false when it is simply whoever runs us. */
export type Account = { uid: number; gid: number; name: string; switchUser: boolean }

/**
 * Postgres refuses to run as root. So as root we step down to an account that exists already: `postgres`, else
 * `nobody`, else the first that is not root. We never create one: a development command has no business editing
 * /etc/passwd. Throws when root has nobody to step down to.
 */
export async function serverAccount(): Promise<Account> {
  const uid = process.getuid?.() ?? 0
  if (process.platform === 'win32' || uid !== 0)
    return { uid, gid: process.getgid?.() ?? 0, name: 'current user', switchUser: false }
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const others = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , id, group]) => ({ name, uid: Number(id), gid: Number(group), switchUser: true }))
    .filter((entry) => entry.name !== '' && entry.uid > 0 && Number.isInteger(entry.gid))
  const account =
    others.find((entry) => entry.name === 'postgres') ?? others.find((entry) => entry.name === 'nobody') ?? others[0]
  if (!account)
    throw new Error(
      'Postgres cannot run as root, and /etc/passwd names no other account. Run as a normal user, or set DATABASE_URL.',
    )
  return account
}

async function allows(path: string, account: Account, wanted: number): Promise<boolean> {
  const info = await stat(path).catch(() => null)
  if (!info) return false
  const shift = info.uid === account.uid ? 6 : info.gid === account.gid ? 3 : 0
  return ((info.mode >> shift) & wanted) === wanted
}

/** True when `account` may walk through every parent of `path`. */
export async function isTraversable(path: string, account: Account): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await allows(folder, account, 0o1))) return false
    if (folder === dirname(folder)) return true
  }
}

/** True when `account` may reach and read `path` (`runs`: also execute it). */
export async function isReadable(path: string, account: Account, runs = false): Promise<boolean> {
  return (await allows(path, account, runs ? 0o5 : 0o4)) && (await isTraversable(path, account))
}

/** The path without links, also when its last parts do not exist yet: permissions belong to the real folders. */
export async function realParent(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null)
  if (real) return real
  return dirname(path) === path
    ? path
    : join(await realParent(dirname(path)), path.slice(dirname(path).length).replace(/^[/\\]/, ''))
}

/**
 * A folder that `account` can traverse, for what must not stay under a closed parent (a checkout in /root with mode
 * 0700). A folder that somebody else owns or may write to is not used: in /var/tmp anyone could have prepared it.
 */
export async function openFolder(account: Account): Promise<string> {
  for (const folder of ['/var/lib/devora', '/var/tmp/devora', join(tmpdir(), 'devora')]) {
    await mkdir(folder, { mode: 0o755 }).catch(() => undefined)
    const info = await lstat(folder).catch(() => null)
    const ours = info?.isDirectory() && info.uid === process.getuid?.() && (info.mode & 0o022) === 0
    if (ours && (await isTraversable(join(folder, 'x'), account))) return folder
  }
  throw new Error(
    `No folder found that the account "${account.name}" can reach (tried /var/lib, /var/tmp and ${tmpdir()}).`,
  )
}
