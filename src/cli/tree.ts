import type { SteeredView } from '../api/contract.ts';

/** A steering tree in one line: `failover(web-hangzhou, web-beijing)`, `weighted(web-hangzhou 40, web-beijing 60)`. */
export function presentTree(node: unknown): string {
  if (!isObject(node)) return String(node);
  const [policy, branches] = Object.entries(node)[0] ?? ['', undefined];
  return `${policy}(${presentBranches(branches)})`;
}

/** `5s to 60s`, or one of them where they are the same. */
export function presentTtl({ min_seconds, max_seconds }: SteeredView['declared']['ttl']): string {
  return min_seconds === max_seconds ? `${max_seconds}s` : `${min_seconds}s to ${max_seconds}s`;
}

function presentBranches(branches: unknown): string {
  if (Array.isArray(branches)) return branches.map(presentBranch).join(', ');
  if (!isObject(branches)) return String(branches);
  const { of, ...options } = branches;
  if (Array.isArray(of)) return `${presentBranches(of)}${presentOptions(options)}`;
  return Object.entries(branches)
    .map(([key, node]) => `${key}: ${presentTree(node)}`)
    .join(', ');
}

/** What a node says besides its branches, where it is not what it always is. */
function presentOptions({ within, prefix, answers }: Record<string, unknown>): string {
  const bits = isObject(prefix) && !(prefix.ipv4 === 24 && prefix.ipv6 === 56) ? ` by /${prefix.ipv4} and /${prefix.ipv6}` : '';
  const carried = typeof answers === 'number' && answers < 65_535 ? ` answers ${answers}` : '';
  return `${within === undefined || within === '0%' ? '' : ` within ${within}`}${bits}${carried}`;
}

function presentBranch(branch: unknown): string {
  return isObject(branch) && 'to' in branch ? `${presentTree(branch.to)} ${branch.weight}` : presentTree(branch);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
