/** Where a value stands in a YAML document: keys of maps and indexes of lists, from the root. */
export type Path = readonly (string | number)[];

/** Steps that a message shows; of a longer path the middle is left out. */
const MAX_SHOWN = 12;

/** A path as messages name it: `pools.web.endpoints.a`, `records."*.shop".steer.failover[1]`. */
export function pathText(path: Path): string {
  if (path.length > MAX_SHOWN) return `${pathText(path.slice(0, MAX_SHOWN - 2))} … ${pathText(path.slice(-2))}`;
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${keyText(step)}`)).join('');
}

function keyText(key: string): string {
  return /^[\w@-]+$/.test(key) ? key : JSON.stringify(key);
}
