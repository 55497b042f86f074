/** Every `pattern` of a JSON Schema, or of what holds some. */
export function schemaPatterns(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'pattern' && typeof value === 'string' ? [value] : schemaPatterns(value),
  );
}

/**
 * What keeps a pattern from working wherever JSON Schema is checked: it must mean the same to ECMAScript with and without its `u` flag, and
 * the other languages know neither property escapes nor `\u{…}`. Undefined where nothing does.
 */
export function unportable(pattern: string): string | undefined {
  if (/\\[pP]|\\u\{|\(\?<?[=!]/.test(pattern)) return `${pattern} has what not every language knows`;
  try {
    for (const flags of ['', 'u']) RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
