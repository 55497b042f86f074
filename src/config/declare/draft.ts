import type { Finding } from '../../model/declared.ts';
import type { Name } from '../../model/zone.ts';
import { type Path, pathText } from '../yaml/path.ts';
import type { Place, Places } from '../yaml/place.ts';
import type { YamlSource } from '../yaml/source.ts';

/** One YAML file on its way to the model, and what was found on the way. Messages begin with the path they are about. */
export interface Draft {
  readonly file: string;
  /** The name of the zone that the file steers. */
  readonly apex: Name;
  readonly places: Places;
  readonly findings: Finding[];
  /** Something wrong with the value at `path`. */
  error(path: Path, message: string): void;
  /** Something wrong with the key that `path` ends in. */
  errorAtKey(path: Path, message: string): void;
  warning(path: Path, message: string): void;
  warningAtKey(path: Path, message: string): void;
}

/** Begins a draft without findings. */
export function draftOf(source: YamlSource, apex: Name): Draft {
  const { file, places } = source;
  const findings: Finding[] = [];
  const add = (severity: Finding['severity'], place: (path: Path) => Place) => (path: Path, message: string) => {
    findings.push({ severity, file, ...place(path), message: path.length === 0 ? message : `${pathText(path)}: ${message}` });
  };
  return {
    file,
    apex,
    places,
    findings,
    error: add('error', places.value),
    errorAtKey: add('error', places.key),
    warning: add('warning', places.value),
    warningAtKey: add('warning', places.key),
  };
}
