/**
 * Freezes a tree of plain objects, arrays and maps, and gives it back. Octets stay as they are, for JavaScript cannot freeze
 * them, and a Map's entries are guarded by its ReadonlyMap type alone.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(inner);
  return value;
}
