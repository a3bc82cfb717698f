import { z } from 'zod'
import type { Told } from '../../core/told'

/**
 * Where a file may stand in a project. Browser-safe; the same rule guards the API, generated files, archives and what
 * the checks read.
 */

/** Where a project keeps its plan. */
export const PLAN_FILE = 'devora.json'

export const MAX_FILE_BYTES = 2 * 1024 * 1024
export const MAX_PATH = 300

/** Devices of Windows: the name alone and with any ending after it, spaces before the dot included. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?: *\.| *$)/i

/**
 * Why Windows cannot make a file or folder of that name, or null: an archive that holds one does not unpack there.
 * Source: Microsoft, "Naming Files, Paths, and Namespaces".
 */
function refuseOnWindows(part: string): Told | null {
  if (DEVICE.test(part)) return { key: 'reason.pathDevice', values: { name: part } }
  if (/[<>:"|?*]/.test(part)) return { key: 'reason.pathSigns' }
  if (/[ .]$/.test(part)) return { key: 'reason.pathEnd' }
  return null
}

/**
 * Why a file at `path` could stand outside of the folder that it belongs to, or be read as another one; null when it
 * cannot. Paths are relative, `/`-separated, without empty, `.` or `..` segments: a zip with one of those could write
 * anywhere. Holds of foreign projects too, which are checked as they are.
 */
export function refuseUnsafePath(path: string, maxLength = MAX_PATH): Told | null {
  if (path === '') return { key: 'reason.pathEmpty' }
  if (path.length > maxLength) return { key: 'reason.pathTooLong', values: { count: maxLength } }
  if (path.includes('\0')) return { key: 'reason.pathNul' }
  if (path.includes('\\')) return { key: 'reason.pathBackslash' }
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  if (/[\u0001-\u001f\u007f]/.test(path)) return { key: 'reason.pathControl' }
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { key: 'reason.pathRelative' }
  const parts = path.split('/')
  if (parts.some((part) => part === '..' || part === '.')) return { key: 'reason.pathDots' }
  return parts.some((part) => part === '') ? { key: 'reason.pathSegment' } : null
}

/**
 * Why `path` cannot be a project file that Devora keeps, or null: beside being safe it is normalised (Unicode NFC), and
 * every name can be unpacked on Windows, macOS and Linux.
 */
export function refusePath(path: string): Told | null {
  const unsafe = refuseUnsafePath(path)
  if (unsafe !== null) return unsafe
  const parts = path.split('/')
  if (/[\u202a-\u202e\u2066-\u2069]/.test(path)) return { key: 'reason.pathControl' }
  if (parts.some((part) => part.length > 200)) return { key: 'reason.pathLong' }
  if (path.normalize('NFC') !== path) return { key: 'reason.pathForm' }
  if (parts.some((part) => /^(\.git|node_modules)$/i.test(part))) return { key: 'reason.pathOwn' }
  // A JSON object keyed by path loses this one on its way through half of the world's libraries.
  if (parts.includes('__proto__')) return { key: 'reason.pathProto' }
  if (!path.isWellFormed()) return { key: 'reason.pathUnicode' }
  return parts.map(refuseOnWindows).find((reason) => reason !== null) ?? null
}

export const FilePath = z.string().superRefine((value, context) => {
  const told = refusePath(value)
  if (told !== null) context.addIssue({ code: 'custom', message: told.key, params: { told } })
})
