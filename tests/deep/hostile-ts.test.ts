import { hostileProjectsSuite } from '../integration/evidence/hostile-ts-suite'

hostileProjectsSuite(() => true)
