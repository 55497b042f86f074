import type { z } from 'zod';
import type { Path } from '../yaml/path.ts';
import { found } from './found.ts';

/** One thing wrong with a value's shape. */
export interface ShapeIssue {
  readonly path: Path;
  /** Whether the key at the end of `path` is wrong, rather than its value. */
  readonly atKey: boolean;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** What a schema found, in words for people. Every schema's own message says what was expected; see strict-map.ts for unknown keys. */
export function shapeIssues(issues: readonly Issue[], base: Path): ShapeIssue[] {
  const unknownKeys = new Set(issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join()));
  // What a map with unknown keys lacks is most likely under one of them.
  const telling = issues.filter(({ code, path }) => code !== 'custom' || !unknownKeys.has(path.join()));
  return telling.flatMap(issue => explain(issue, [...base, ...(issue.path as Path)]));
}

function explain(issue: Issue, path: Path): ShapeIssue[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.message.split('\n').map((message, i) => ({ path: [...path, issue.keys[i]!], atKey: true, message }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, atKey: true, message }));
    case 'invalid_union':
      return explainUnion(issue, path);
    case 'custom':
      return [{ path, atKey: false, message: issue.message }];
    default:
      return [unexpected(issue.input, issue.message, path)];
  }
}

/**
 * The members of our unions differ in kind (text, list, map) or in their keys, so a member that accepts the kind, and the keys where several
 * do, is the one that was meant, and its own issues say more than "none of these".
 */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path): ShapeIssue[] {
  const { discriminator } = issue;
  if (discriminator !== undefined) {
    return [unexpected((issue.input as Record<string, unknown> | undefined)?.[discriminator], issue.message, path)];
  }
  const ofKind = issue.errors.filter(issues => !issues.some(isWrongKind));
  const meant = ofKind.length > 1 ? ofKind.filter(issues => !issues.some(hasWrongKeys)) : ofKind;
  return meant.length === 1 ? shapeIssues(meant[0]!, path) : [unexpected(issue.input, issue.message, path)];
}

function isWrongKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.length > 0 && issue.errors.every(issues => issues.some(isWrongKind));
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function hasWrongKeys(issue: Issue): boolean {
  if (issue.code === 'invalid_key') return issue.path.length === 1;
  if (issue.path.length > 0) return false;
  if (issue.code !== 'invalid_union') return issue.code === 'unrecognized_keys';
  const ofKind = issue.errors.filter(issues => !issues.some(isWrongKind));
  return ofKind.length > 0 && ofKind.every(issues => issues.some(hasWrongKeys));
}

function unexpected(input: unknown, expected: string, path: Path): ShapeIssue {
  if (input !== undefined) return { path, atKey: false, message: `expected ${expected}, found ${found(input)}` };
  return { path: path.slice(0, -1), atKey: true, message: `\`${path.at(-1)}\` is missing: expected ${expected}` };
}
