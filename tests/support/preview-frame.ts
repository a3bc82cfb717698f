import type { Frame, Page } from 'playwright'
import { expect } from 'vitest'

/**
 * The document that somebody sees in a preview, once it has what is looked for: of the frames in the one whose address
 * has `address` in it, the last.
 */
export async function shownBelow(page: Page, address: string, has: string): Promise<Frame> {
  let found: Frame | undefined
  const isIn = (frame: Frame): Promise<boolean> =>
    frame
      .locator(has)
      .first()
      .isVisible()
      .catch(() => false)
  const look = async (): Promise<boolean> => {
    for (const frame of page.frames())
      if (frame.parentFrame()?.url().includes(address) === true && (await isIn(frame))) found = frame
    return found !== undefined
  }
  await expect.poll(look, { timeout: 120_000 }).toBe(true)
  return found!
}
