import { z } from 'zod'

/**
 * Where a file may stand in a project. Browser-safe; the same rule guards the API, generated files, archives and what
 * the checks read.
 */

export const MAX_FILE_BYTES = 2 * 1024 * 1024
export const MAX_PATH = 300

/** Devices of Windows: the name alone and with any ending after it, spaces before the dot included. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?: *\.| *$)/i

/**
 * Why Windows cannot make a file or folder of that name, or null: an archive that holds one does not unpack there.
 * Source: Microsoft, "Naming Files, Paths, and Namespaces".
 */
function refuseOnWindows(part: string): string | null {
  if (DEVICE.test(part)) return `${part} is the name of a device on Windows, where the project could not be unpacked.`
  if (/[<>:"|?*]/.test(part)) return 'A name cannot contain < > : " | ? or *, which Windows does not take.'
  if (/[ .]$/.test(part)) return 'A name cannot end with a dot or a space: Windows takes it off.'
  return null
}

/**
 * Why a file at `path` could stand outside of the folder that it belongs to, or be read as another one; null when it
 * cannot. Paths are relative, `/`-separated, without empty, `.` or `..` segments: a zip with one of those could write
 * anywhere. Holds of foreign projects too, which are checked as they are.
 */
export function refuseUnsafePath(path: string, maxLength = MAX_PATH): string | null {
  if (path === '') return 'A path cannot be empty.'
  if (path.length > maxLength) return `A path may have ${maxLength} characters at most.`
  if (path.includes('\0')) return 'A path cannot contain NUL.'
  if (path.includes('\\')) return 'Use / between folders, not \\.'
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  if (/[\u0001-\u001f\u007f]/.test(path)) return 'A path cannot contain control characters.'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'A path must be relative to the project.'
  const parts = path.split('/')
  if (parts.some((part) => part === '..' || part === '.')) return 'A path cannot contain . or .. segments.'
  return parts.some((part) => part === '') ? 'A path cannot contain an empty segment.' : null
}

/**
 * Why `path` cannot be a project file that Devora keeps, or null: beside being safe it is normalised (Unicode NFC), and
 * every name can be unpacked on Windows, macOS and Linux.
 */
export function refusePath(path: string): string | null {
  const unsafe = refuseUnsafePath(path)
  if (unsafe !== null) return unsafe
  const parts = path.split('/')
  if (/[\u202a-\u202e\u2066-\u2069]/.test(path)) return 'A path cannot contain control characters.'
  if (parts.some((part) => part.length > 200)) return 'A file or folder name may have 200 characters at most.'
  if (path.normalize('NFC') !== path) return 'A path must be in Unicode normal form C.'
  if (parts.some((part) => /^(\.git|node_modules)$/i.test(part)))
    return '.git and node_modules are not part of a project.'
  // A JSON object keyed by path loses this one on its way through half of the world's libraries.
  if (parts.includes('__proto__')) return 'A path cannot contain __proto__.'
  if (!path.isWellFormed()) return 'A path must be valid Unicode.'
  return parts.map(refuseOnWindows).find((reason) => reason !== null) ?? null
}

export const FilePath = z.string().superRefine((value, context) => {
  const reason = refusePath(value)
  if (reason !== null) context.addIssue({ code: 'custom', message: reason })
})
