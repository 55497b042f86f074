/** One field of what an agent sent that is not what the contract says. */
export interface FieldFault {
  /** Its path: `observations.17.ago_ms`; `body` for the whole. */
  readonly field: string;
  /** What was expected and what was found. */
  readonly message: string;
}

const SHOWN = 60;

/** Says what was expected and what was found; a value that is not there has no text to show. */
export function faultOf(field: string, expected: string, found: unknown): FieldFault {
  return { field, message: found === undefined ? `missing; expected ${expected}` : `expected ${expected}, found ${show(found)}` };
}

/** A value in a message, cut where it is long. */
function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 3)}...` : text;
}
