/** `process` without one. The first thing of the worker: modules look at it while they are loaded. */
const standIn = {
  env: {},
  versions: {},
  version: '',
  platform: 'browser',
  argv: [],
  cwd: () => '/',
  nextTick: (work: (...args: unknown[]) => void, ...args: unknown[]) => queueMicrotask(() => work(...args)),
  emitWarning: () => undefined,
  on: () => undefined,
  once: () => undefined,
  off: () => undefined,
}

Object.assign(globalThis, { process: standIn })

/** What server code reads of its environment. */
export const setEnvironment = (env: Readonly<Record<string, string>>): void => void Object.assign(standIn.env, env)
