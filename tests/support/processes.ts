import { readdirSync, readFileSync } from 'node:fs'

/** Command lines of all processes of this machine; empty of one that has just ended. */
export const processes = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
