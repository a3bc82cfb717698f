import type { TestProject } from 'vitest/node'
import { startApp } from './app.ts'
import { executable } from './browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the app that all browser tests of a run share. */
    appUrl: string
    /** Its DEVORA_HOME, for tests that look behind the door. */
    appHome: string
  }
}

/** One built app with a real worker and database for all browser tests of the run; removed at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await executable()
  const app = await startApp({ env: { ALLOW_LOCAL_MODELS: 'true', TRUSTED_PROXIES: '1' } })
  project.provide('appUrl', app.url)
  project.provide('appHome', app.home)
  return () => app.remove()
}
