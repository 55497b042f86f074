/** What is given for branches: `POOL=VALUE`. */
export interface BranchForm {
  /** What a value is called in a message: `weight`. */
  readonly what: string;
  readonly isValue: (text: string) => boolean;
  /** What is expected of a value, in words. */
  readonly expected: string;
}

/** Numbers by the name of the branch, which may have a `=` of its own, and all that is wrong with them. */
export function readBranchValues(texts: readonly string[], { what, isValue, expected }: BranchForm) {
  const mistakes: string[] = [];
  const values = new Map<string, number>();
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const branch = text.slice(0, at);
    const value = text.slice(at + 1);
    if (at <= 0) mistakes.push(`${what}: expected POOL=${what.toUpperCase()}, found "${text}"`);
    else if (values.has(branch)) mistakes.push(`${what}: ${branch} is named twice`);
    else if (!isValue(value)) mistakes.push(`${branch}: expected ${expected}, found "${value}"`);
    values.set(branch, Number(value));
  }
  return { values: Object.fromEntries(values), mistakes };
}
