import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Finding } from '../../model/declared.ts';
import { aboutFile } from '../findings.ts';
import { refusals, repeatedKeys } from './guard.ts';
import { type Places, placesOf } from './place.ts';
import { readPlainYaml } from './plain.ts';
import { placesOfPlain } from './plain-places.ts';

/** How often anchors may be used, times what they hold: a file cannot unfold to more than memory takes. */
const MAX_ALIASES = 1000;

/** A YAML file as values and places. */
export interface YamlSource {
  readonly file: string;
  /** Maps as plain objects; `undefined` for a file with nothing in it. */
  readonly value: unknown;
  readonly places: Places;
}

/**
 * Reads YAML 1.2. `source` is undefined where the text cannot be read as values; with a key given twice it can, and the finding
 * is there too. Never throws.
 */
export function readYaml(file: string, text: string): { readonly source: YamlSource | undefined; readonly findings: Finding[] } {
  const plain = readPlainYaml(text);
  if (plain) {
    const { value } = plain;
    return {
      source: { file, value: value ?? undefined, places: placesOfPlain(value, text, part => readWithPlaces(file, part).source) },
      findings: [],
    };
  }
  return readWithPlaces(file, text);
}

/** As readYaml, whatever the text uses. */
export function readWithPlaces(file: string, text: string): ReturnType<typeof readYaml> {
  try {
    return read(file, text);
  } catch (fault) {
    // The parser recurses: hostile nesting ends its stack. Anchors used too often end here too.
    return { source: undefined, findings: [aboutFile(file, `cannot be read as YAML: ${endedBy(fault as Error)}`)] };
  }
}

function endedBy(fault: Error): string {
  if (fault instanceof RangeError) return 'maps and lists are nested too deeply';
  return fault.message.startsWith('Excessive alias count') ? `aliases unfold to more than ${MAX_ALIASES} values` : fault.message;
}

function read(file: string, text: string): { source: YamlSource | undefined; findings: Finding[] } {
  const lines = new LineCounter();
  // The parser's own search for keys given twice takes the square of their number.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, version: '1.2', uniqueKeys: false });
  const at = (offset: number, message: string): Finding => {
    const { line, col } = lines.linePos(offset);
    return { severity: 'error', file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  const faults = [...document.errors, ...document.warnings];
  const repeated = repeatedKeys(document).map(({ offset, message }) => at(offset, message));
  const findings = firstOfEachLine([...faults.map(fault => at(fault.pos[0], faultMessage(fault))), ...repeated]);
  if (faults.length > 0) return { source: undefined, findings };
  const refused = refusals(document);
  if (refused.length > 0) {
    return { source: undefined, findings: [...findings, ...refused.map(({ offset, message }) => at(offset, message))] };
  }
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  return { source: { file, value: value ?? undefined, places: placesOf(document, lines) }, findings };
}

/** One broken line makes the parser stumble several times; the first time says it. */
function firstOfEachLine(findings: readonly Finding[]): Finding[] {
  const seen = new Set<number>();
  return findings.filter(({ line }) => !seen.has(line) && seen.add(line));
}

function faultMessage(fault: YAMLError): string {
  switch (fault.code) {
    case 'MULTIPLE_DOCS':
      return 'expected one YAML document in this file, found another (`---`)';
    case 'TAG_RESOLVE_FAILED':
      return `${fault.message}: tags are not supported`;
    default:
      return `not valid YAML: ${fault.message}`;
  }
}
