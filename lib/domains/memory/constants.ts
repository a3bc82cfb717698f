/** A bound of memories, for pages too: these do not load the contract with its schemas. Browser-safe. */

export const MAX_MEMORY_TEXT = 500
