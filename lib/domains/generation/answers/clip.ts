import { visibleText } from './untrusted'

/** What a model says of something, on one line and no longer than it is kept. */
export const clip = (text: string, size: number): string =>
  visibleText(text).replace(/\s+/g, ' ').trim().slice(0, size).toWellFormed().trim()
