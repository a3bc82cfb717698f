import { hostileSqlSuite } from '../integration/evidence/hostile-sql-suite'

hostileSqlSuite(() => true)
