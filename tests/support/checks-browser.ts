import { chmod } from 'node:fs/promises'
import { type ChromiumPlace, findChromium } from '@/lib/domains/evidence/behaviour/chromium/find-chromium'
import { executable } from './browser'

/** The Chromium of the tests as checks have it. The packed one is unpacked for its owner alone. */
export async function checksBrowser(): Promise<ChromiumPlace | null> {
  const path = await executable()
  if (!path.startsWith('/usr/')) await chmod(path, 0o755)
  return findChromium(path)
}
