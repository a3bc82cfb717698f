import { faultyProjectsSuite } from '../integration/evidence/faults-suite'

faultyProjectsSuite(() => true)
