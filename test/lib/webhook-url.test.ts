import { expect, test } from 'vitest';
import { isWebhookUrl, shownUrl } from '../../src/lib/webhook-url.ts';

test.each([
  ['https://hooks.example.com/services/T0/B0/secret', true],
  ['http://127.0.0.1:8080', true],
  ['http://[::1]:8080/x?y=z', true],
  ['http://10.0.0.1/hook', true],
  ['ftp://example.com/', false],
  ['file:///etc/passwd', false],
  ['https://user:pass@example.com/', false],
  ['https://example.com/#x', false],
  ['http://169.254.169.254/latest/meta-data', false],
  ['http://[::ffff:169.254.169.254]/', false],
  ['http://2852039166/', false],
  ['http://[fe80::1]/', false],
  ['http://[ff02::1]/', false],
  ['http://0.0.0.0/', false],
  ['http://224.0.0.1/', false],
  ['not a url', false],
  [`https://example.com/${'x'.repeat(2000)}`, false],
])('%s may be called: %s', (url, may) => {
  expect(isWebhookUrl(url)).toBe(may);
});

test('a URL is shown without what may be secret', () => {
  expect(shownUrl('https://oapi.dingtalk.com/robot/send?access_token=abc')).toBe('https://oapi.dingtalk.com/…');
  expect(shownUrl('http://127.0.0.1:8080/')).toBe('http://127.0.0.1:8080');
});
