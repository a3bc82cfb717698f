/** Which paths a project may have and what kind of file a path is. Pure; no file system. */

/** Folders that tools make: never part of a version, never read. */
const GENERATED = /(^|\/)(node_modules|\.git|\.next|\.turbo|\.vercel)(\/|$)/
export const isGenerated = (path: string): boolean => GENERATED.test(path)

/**
 * Why `path` cannot be read as a file of a project, or null. Foreign projects are checked as they are: what only Devora
 * refuses to store (`projects/file-path`) is no fault of theirs.
 */
export function pathProblem(path: string): string | null {
  if (path === '') return 'is empty'
  if (path.length > 512) return 'is longer than 512 characters'
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'contains a control character'
  if (path.includes('\\')) return 'contains a backslash'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute'
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return 'has an empty, `.` or `..` segment'
  return null
}

const SCRIPT = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/
export const isScript = (path: string): boolean => SCRIPT.test(path)
export const isDeclaration = (path: string): boolean => /\.d\.[cm]?ts$/.test(path)
/** Files whose content is text by their name; anything else may be binary. */
export const isTextByName = (path: string): boolean =>
  isScript(path) ||
  /\.(?:json|css|scss|sql|md|mdx|html|svg|ya?ml|toml|txt|env|xml|csv|graphql|webmanifest)$/.test(path) ||
  /(^|\/)\.(?:env[\w.]*|gitignore|npmrc)$/.test(path)

/** Files that some check reads as text: also key files and small configurations. */
export const isReadable = (path: string): boolean =>
  isTextByName(path) || /\.(?:pem|key|p8|crt|sh|properties|ini|conf)$/.test(path)

/** Supabase edge functions run on Deno: other globals, other imports; Next neither compiles nor type-checks them. */
export const isEdgeFunction = (path: string): boolean => path.startsWith('supabase/functions/')
/** Scripts that belong to the Next.js application, and are checked as such. */
export const isAppScript = (path: string): boolean => isScript(path) && !isEdgeFunction(path) && !isGenerated(path)

/** Code-unit order, not the reader's locale: findings and reports sort the same on every machine. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
