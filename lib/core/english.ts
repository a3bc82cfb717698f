import indefinite from 'indefinite'

/** `appointment` → `an appointment`, `user` → `a user`: by its sound, not by its first letter. Pure. */
export const withArticle = (noun: string): string => indefinite(noun)
