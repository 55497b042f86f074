import { lookup } from 'node:dns';
import { closeSync, openSync } from 'node:fs';
import type { LookupFunction } from 'node:net';

/** What the system's look-ups that run at the same time may need, and some more. */
const SPARE_DESCRIPTORS = 8;

/**
 * As `lookup` of node:dns. But where no file descriptors are left the C library says that a name does not exist, which must not count
 * against the endpoint: the error is then EMFILE. As they may be free again by the time that is seen, a name counts as missing only when it
 * was missing twice, with descriptors to spare after each time.
 */
export const lookupHost: LookupFunction = (hostname, options, callback) => {
  lookUpOnce(hostname, options, (error, ...found) => {
    if (!error || isShortage(error)) callback(error, ...found);
    else lookUpOnce(hostname, options, callback);
  });
};

const lookUpOnce: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, ...found) => {
    callback(error && !hasSpareDescriptors() ? outOfDescriptors(hostname, error) : error, ...found);
  });
};

function isShortage({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EMFILE';
}

function outOfDescriptors(hostname: string, cause: Error): NodeJS.ErrnoException {
  const error = new Error(`no file descriptors left to look up ${hostname}`, { cause });
  return Object.assign(error, { code: 'EMFILE', syscall: 'getaddrinfo' });
}

function hasSpareDescriptors(): boolean {
  const opened: number[] = [];
  try {
    while (opened.length < SPARE_DESCRIPTORS) opened.push(openSync('/dev/null', 'r'));
    return true;
  } catch (error) {
    // A system without this file has other limits.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}
