/** What is known by a key; where nothing is, `make` is asked, once. */
export function knownOr<K, V extends {}>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
