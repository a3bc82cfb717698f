import { fileURLToPath } from 'node:url'
import { bareEnvironment, nodeBinary } from '../compile/run-process.ts'
import { createBundler } from '../bundler.ts'

/** Bundles projects wherever checks run: in the worker and in a terminal. */
export const bundleProject = createBundler({
  node: nodeBinary(),
  entry: fileURLToPath(new URL('./bundle-child.ts', import.meta.url)),
  env: bareEnvironment(),
})
