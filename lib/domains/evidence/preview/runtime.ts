import { join } from 'node:path'
import { openRuntime, type Runtime } from '../../../app-runtime/open-runtime.ts'
import { ALLOWED_PACKAGES } from '../packages.ts'

/**
 * What previews run on, opened when it is first asked for. The packages of a project are those that it may have.
 * @param home DEVORA_HOME
 */
export function openPreviewRuntime(home: string): () => Promise<Runtime> {
  let opening: Promise<Runtime> | null = null
  return () => {
    opening ??= openRuntime({
      folder: join(home, 'preview'),
      isAllowed: (name) => ALLOWED_PACKAGES.get(name)?.runtime === true,
    }).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }
}
