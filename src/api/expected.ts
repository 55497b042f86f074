/** The C0 and C1 control characters, as every dialect of patterns writes them: clients in other languages check by these schemas. */
const CONTROL = '\\x00-\\x1f\\x7f-\\x9f';
/** Text with something to see in it. Each character fits one place only, so that no text takes long to check. */
export const VISIBLE_TEXT = new RegExp(`^[^\\S${CONTROL}]*[^\\s${CONTROL}][^${CONTROL}]*$`);

/** Says what was expected and what was found instead; a key that is not there has no value to show. */
export function expected(what: string) {
  return (issue: { input?: unknown }) =>
    issue.input === undefined ? `missing; expected ${what}` : `expected ${what}, found ${showValue(issue.input)}`;
}

/** A value in a message, cut where it is long. */
export function showValue(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
