import type { ProjectFile } from '../../agents/agent'

/** A file of tests; blocks that were put into a line leave blanks where they begin with an empty one. */
export const testFile = (path: string, content: string): ProjectFile => ({
  path,
  content: content.replace(/[ \t]+$/gm, '') + '\n',
})
