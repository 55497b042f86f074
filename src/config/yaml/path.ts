/** Where a value stands in a YAML document: keys of maps and indexes of lists, from the root. */
export type Path = readonly (string | number)[];

/** A path as messages name it: `pools.web.endpoints.a`, `records."*.shop".steer.failover[1]`. */
export function pathText(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${keyText(step)}`)).join('');
}

function keyText(key: string): string {
  return /^[\w@-]+$/.test(key) ? key : JSON.stringify(key);
}
