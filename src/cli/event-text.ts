import type { EventView } from '../api/contract.ts';
import { plain } from './table.ts';

const KIND_WIDTH = 8;

/** One line: when, how urgent, of which kind, and what: `2030-01-06 03:00:00Z warn  verdict  example.com/web/a measures down …`. */
export function presentEvent({ at, level, kind, message }: EventView): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)}Z ${level.padEnd(5)} ${kind.padEnd(KIND_WIDTH)} ${plain(message)}`;
}
