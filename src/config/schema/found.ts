/** A value as messages show it: text in backquotes, cut where it is long. */
export function found(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return foundList(value);
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  const text = String(value);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

function foundList(items: readonly unknown[]): string {
  if (items.length === 0) return 'an empty list';
  // A map in it may have keys of any name, `toString` among them.
  if (items.some(item => typeof item === 'object')) return 'a list';
  const text = `[${items.join(', ')}]`;
  return text.length <= 40 ? `\`${text}\`` : 'a list';
}
