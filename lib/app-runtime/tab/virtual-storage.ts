/** `localStorage` and `sessionStorage` for a document that has no origin to keep them under. */
export function virtualStorage(
  entries: readonly (readonly [string, string])[],
  onChange: (entries: [string, string][]) => void,
): Storage {
  const kept = new Map(entries)
  const changed = (): void => onChange([...kept])
  const methods = {
    getItem: (name: string) => kept.get(String(name)) ?? null,
    setItem(name: string, value: string) {
      kept.set(String(name), String(value))
      changed()
    },
    removeItem(name: string) {
      kept.delete(String(name))
      changed()
    },
    clear() {
      kept.clear()
      changed()
    },
    key: (at: number) => [...kept.keys()][at] ?? null,
  }
  return new Proxy(methods as unknown as Storage, {
    get: (target, name) => {
      if (name === 'length') return kept.size
      if (typeof name === 'symbol' || Object.hasOwn(target, name)) return Reflect.get(target, name)
      return kept.get(name)
    },
    set(_, name, value) {
      methods.setItem(String(name), value as string)
      return true
    },
    deleteProperty(_, name) {
      methods.removeItem(String(name))
      return true
    },
    has: (target, name) => name in target || kept.has(String(name)),
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: (_, name) =>
      kept.has(String(name))
        ? { value: kept.get(String(name)), enumerable: true, configurable: true, writable: true }
        : undefined,
  })
}
