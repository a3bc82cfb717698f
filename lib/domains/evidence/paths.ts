/** What kind of file a path is. Pure; no file system. */

/** Folders that tools make: never part of a version, never read. */
const GENERATED = /(^|\/)(node_modules|\.git|\.next|\.turbo|\.vercel)(\/|$)/
export const isGenerated = (path: string): boolean => GENERATED.test(path)

/** A longer path says nothing more; foreign projects are checked as they are, so it is more than Devora stores. */
export const MAX_READ_PATH = 512

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
