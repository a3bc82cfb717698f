import { faultyProjectsSuite } from './faults-suite'

/** Compiler and linter run where the fault is theirs to find; that they say nothing of the others: tests/deep. */
faultyProjectsSuite((check, expected) => check === expected)
