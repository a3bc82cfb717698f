import { afterEach, expect } from 'vitest'

/*
 * An unexpected `console.error` fails the test in which it was said: our own code logs through pino, so what lands here
 * is a library that warns, React or Node about a mistake. A test that provokes one takes it with `takeConsoleErrors`.
 */

let said: string[] = []
const original = console.error.bind(console)
console.error = (...given: unknown[]): void => {
  said.push(given.map(String).join(' '))
  original(...given)
}

/** What was said since the test began; it then counts as expected. */
export function takeConsoleErrors(): string[] {
  const taken = said
  said = []
  return taken
}

afterEach(() => {
  expect(takeConsoleErrors(), 'said on console.error').toEqual([])
})
