/*
 * Styles that stand in a picture. What keeps them from loading anything is the picture's policy; here only goes what
 * would be asked for in vain.
 */

const IMPORT = /@import\b[^;{}]{0,2000}(?:;|$)/gi
const ADDRESS = /url\(\s*(?:"(?!data:)[^"]{0,4000}"|'(?!data:)[^']{0,4000}'|(?!["']?data:)[^)"']{0,4000})\s*\)/gi

/** A style sheet, or an attribute `style`, without what lies elsewhere and without a way to end its element. */
export const stillStyles = (css: string): string =>
  css.replace(IMPORT, '').replace(ADDRESS, 'none').replaceAll('</', '<\\/')
