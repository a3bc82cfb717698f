import { type Check, outcome } from '../check.ts'
import { isPlainSite } from '../plain-site.ts'
import { appModel } from '../syntax/app-model.ts'
import { appFileFindings } from '../syntax/rules/app-files.ts'
import { boundaryFindings } from '../syntax/rules/boundary.ts'
import { bucketFindings } from '../syntax/rules/buckets.ts'
import { controlFindings } from '../syntax/rules/controls.ts'
import { environmentFindings } from '../syntax/rules/environment.ts'
import { fetchFindings } from '../syntax/rules/fetches.ts'
import { linkFindings, routeFindings } from '../syntax/rules/links.ts'
import { promiseFindings } from '../syntax/rules/promises.ts'
import { queryFindings } from '../syntax/rules/queries.ts'
import { siteLinkFindings } from '../syntax/rules/site-links.ts'

/**
 * The parts agree with each other: calls with routes, queries with tables, links with pages, forms with handlers, code
 * with the side it runs on, variables with `.env.example`. By syntax tree; what cannot be known without running is
 * passed over.
 */
export const contract: Check = {
  name: 'contract',
  async run(project) {
    const model = appModel(project)
    return outcome([
      ...appFileFindings(model),
      ...boundaryFindings(model),
      ...controlFindings(model),
      ...environmentFindings(model),
      ...fetchFindings(model),
      ...linkFindings(model),
      ...routeFindings(model),
      ...(await queryFindings(model)),
      ...(await bucketFindings(model)),
      ...(await promiseFindings(model)),
      ...(isPlainSite(project) ? siteLinkFindings(project) : []),
    ])
  },
}
