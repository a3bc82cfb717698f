/** The file that is open, or the application that all files make. */
export type Middle = 'code' | 'preview'

/**
 * What stands in the middle before anybody has said anything on this page: the application, once there is one. Null
 * while it is not known. Pure.
 * @param kept what was chosen last in this browser; null: nothing yet, undefined: not read yet
 */
export function middleAtFirst(asked: {
  version: number
  isEditing: boolean
  kept: Middle | null | undefined
}): Middle | null {
  const { version, isEditing, kept } = asked
  // Nothing runs yet: files are there to be watched.
  if (version === 0) return 'code'
  if (kept === undefined) return null
  return isEditing ? 'code' : (kept ?? 'preview')
}
