import { writeTests } from '../../builtin/tests/write-tests'
import { TESTS } from '../../stages/stage-name'
import { ownsPathsOf } from '../agent'

/**
 * Writes tests of what the others wrote. It reads all files, writes its own, and works after the review: alone, never
 * beside the writers.
 */
export const tester = { name: TESTS, owns: ownsPathsOf(TESTS), make: { builtin: writeTests } } as const
