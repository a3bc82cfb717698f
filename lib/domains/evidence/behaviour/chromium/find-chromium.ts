import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Shown } from '../../compile/sandbox.ts'

/** A Chromium of this machine, as the sandbox has it. */
export type ChromiumPlace = {
  /** Where it is found inside. */
  executable: string
  /** What must be shown inside for that; what lies below `/usr` is there already. */
  shown: Shown[]
}

/** Where systems put it. A snap starts in no sandbox but its own, so it is none of them. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]
/** Folders that every sandbox shows. */
const THERE = /^\/(?:usr\/)?(?:s?bin|lib|lib32|lib64)\//
/** What lies beside an executable that does not hold all it needs. */
const PARTS = ['icudtl.dat', 'resources.pak', 'chrome_100_percent.pak']
const INSIDE = '/browser'
const OTHERS = 0o005

const isThere = (path: string, mode = constants.X_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  )

/**
 * The Chromium in which scenarios are played that need one; null where there is none. Nothing is ever downloaded.
 * @param given `DEVORA_CHROMIUM`; absent: where systems put it
 * @throws Error when there is none at `given`, or one that only its owner may start
 */
export async function findChromium(given?: string): Promise<ChromiumPlace | null> {
  if (given !== undefined && !(await isThere(given)))
    throw new Error(`DEVORA_CHROMIUM names ${given}, and nothing can be started there.`)
  for (const path of given === undefined ? USUAL : [given]) {
    if (!(await isThere(path))) continue
    const real = await realpath(path)
    if (THERE.test(real)) return { executable: real, shown: [] }
    const folder = dirname(real)
    const isWhole = !(await Promise.all(PARTS.map((part) => isThere(join(folder, part), constants.R_OK)))).includes(
      true,
    )
    const shown = isWhole ? { from: real, at: `${INSIDE}/${basename(real)}` } : { from: folder, at: INSIDE }
    await mustBeForOthers(shown.from)
    await mustBeForOthers(real)
    return { executable: `${INSIDE}/${basename(real)}`, shown: [shown] }
  }
  return null
}

/** As root, the sandbox's account is somebody else. */
async function mustBeForOthers(path: string): Promise<void> {
  const { mode } = await stat(path)
  if (process.getuid?.() === 0 && (mode & OTHERS) !== OTHERS)
    throw new Error(`Only its owner may start ${path}: the account that checks run as may not.`)
}
