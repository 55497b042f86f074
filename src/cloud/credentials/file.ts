import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { type Credentials, CredentialsError, type CredentialsSource } from './credentials.ts';

const CONTENT = z.strictObject({
  access_key_id: z.string().min(1),
  access_key_secret: z.string().min(1),
  security_token: z.string().min(1).optional(),
});

/** Permissions of anybody but the owner. */
const OTHERS = 0o077;

/**
 * Credentials from a JSON file, `{ "access_key_id": …, "access_key_secret": …, "security_token": … }`, that its owner alone may read. It is
 * read again whenever it has changed, so that keys are rotated without a restart.
 */
export function fileCredentials(path: string): CredentialsSource {
  let known: { readonly version: string; readonly credentials: Credentials } | undefined;
  return {
    async get() {
      const version = await versionOf(path);
      if (known?.version !== version) known = { version, credentials: await read(path) };
      return known.credentials;
    },
    drop() {
      known = undefined;
    },
  };
}

/** A text that another version of the file does not have. */
async function versionOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch((error: Error) => {
    throw new CredentialsError(`credentials file ${path}: cannot be read: ${error.message}`);
  });
  if (!found.isFile()) throw new CredentialsError(`credentials file ${path}: expected a regular file`);
  const mode = Number(found.mode) & 0o777;
  if ((mode & OTHERS) !== 0)
    throw new CredentialsError(`credentials file ${path}: mode ${mode.toString(8).padStart(4, '0')} lets others at it, expected 0600`);
  return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}

/** Errors tell what is wrong with the keys of the file, and nothing of what they hold. */
async function read(path: string): Promise<Credentials> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new CredentialsError(`credentials file ${path}: cannot be read: ${error.message}`);
  });
  const found = CONTENT.safeParse(jsonOf(text));
  if (!found.success) {
    const wrong = found.error.issues.map(({ code, path: at, ...issue }) =>
      code === 'unrecognized_keys'
        ? `unknown keys: ${('keys' in issue ? issue.keys : []).length}`
        : `${at.join('.') || 'content'}: ${code}`,
    );
    throw new CredentialsError(
      `credentials file ${path}: ${wrong.join(', ')}; expected JSON with access_key_id, access_key_secret and, for a role, security_token`,
    );
  }
  const { access_key_id: accessKeyId, access_key_secret: accessKeySecret, security_token: securityToken } = found.data;
  return { accessKeyId, accessKeySecret, securityToken };
}

/** Undefined for what is no JSON: the parser's own words quote the text. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
