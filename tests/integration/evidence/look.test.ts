import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AskResult } from '@/lib/domains/evidence/contract'
import { controlProject } from '@/lib/domains/evidence/behaviour/controls/control-project'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { writeProject } from '@/lib/domains/generation/builtin/write-project'
import { previewRuntime } from '../../support/preview'
import { sharedHome } from '../../support/shared-home'

/** Colours that a prompt names, and what it leaves out, on the running application with its built styles. */

let cluster: ScratchCluster
beforeAll(async () => void (cluster = await openScratchCluster({ home: sharedHome() })))
afterAll(() => cluster?.close())

const options = () => ({ scratch: () => Promise.resolve(cluster), previewRuntime })
const looksOf = async (files: ReadonlyMap<string, Uint8Array>): Promise<AskResult[]> =>
  (await verifyProject(files, { ...options(), only: ['behaviour'] })).asks ?? []

test('colours and what is left out are proven where it is so and would be missed, and other colours fail', async () => {
  const files = await writeProject(
    'A recipe box. Ghost white as the background and slate gray for the components. No comments.',
  )
  const looks = await looksOf(files)
  const controlled = await controlProject(files, looks, { ...options(), signal: new AbortController().signal })
  expect(controlled.map(({ id, status, control }) => [id, status, control])).toEqual(
    looks.map(({ id }) => [id, 'proven', 'held']),
  )
  expect(looks).toHaveLength(2)
  const css = Buffer.from(files.get('app/globals.css')!).toString()
  expect(css).toContain('--color-component: #708090')
  const other = Buffer.from(css.replace('--color-component: #708090', '--color-component: #a52a2a'))
  expect(await looksOf(new Map([...files, ['app/globals.css', other]]))).toContainEqual(
    expect.objectContaining({ status: 'failed' }),
  )
})
