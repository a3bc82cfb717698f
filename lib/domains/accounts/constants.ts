/** A word of accounts, for pages too: these do not load the contract with its schemas. Browser-safe. */

/** The id under which runs and settings name the generators that need no model. */
export const BUILTIN_MODEL = 'builtin'
