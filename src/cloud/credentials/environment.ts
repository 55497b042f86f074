import { type Credentials, CredentialsError, type CredentialsSource } from './credentials.ts';

const NAMES = {
  accessKeyId: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
  accessKeySecret: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  securityToken: 'ALIBABA_CLOUD_SECURITY_TOKEN',
} as const;

/**
 * Credentials as Alibaba Cloud's own tools find them in the environment, which whoever reads it hands in. Throws CredentialsError with the names
 * of all variables that are missing.
 */
export function environmentCredentials(environment: Readonly<Record<string, string | undefined>>): CredentialsSource {
  const accessKeyId = environment[NAMES.accessKeyId] ?? '';
  const accessKeySecret = environment[NAMES.accessKeySecret] ?? '';
  const securityToken = environment[NAMES.securityToken] || undefined;
  const missing = [accessKeyId === '' && NAMES.accessKeyId, accessKeySecret === '' && NAMES.accessKeySecret].filter(name => name !== false);
  if (missing.length > 0) throw new CredentialsError(`the environment has no ${missing.join(' and no ')}`);
  return fixedCredentials({ accessKeyId, accessKeySecret, securityToken });
}

/** Credentials that never change. */
export function fixedCredentials(credentials: Credentials): CredentialsSource {
  return { get: async () => credentials, drop: () => undefined };
}
