import { rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type AskedStream, controllerStandIn } from '../../support/controller-stand-in.ts';
import { freePort } from '../../support/free-port.ts';
import { agentScene, passing } from './agent-scene.ts';

const waits = (lines: readonly string[]): number[] => lines.flatMap(line => Number(/next try in ([\d.]+)s$/.exec(line)?.[1] ?? []));

test('without a controller it tries again after waits that grow, by chance, up to 30 seconds', async () => {
  const scene = agentScene(`http://127.0.0.1:${await freePort()}`, { random: () => 2 ** 32 - 1 });
  scene.start();
  for (let tries = 0; tries < 9; tries++)
    await passing(scene.clock, scene.log.line(/no stream from the controller at .*: connect refused/));
  expect(waits(scene.log.lines)).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
  expect(scene.log.lines.filter(line => line.startsWith('warn'))).toHaveLength(2);
});

test('a hello begins the waits anew', async () => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url, { random: () => 2 ** 32 - 1 });
  scene.start();
  for (const dropped of [1, 2, 3]) {
    (await passing(scene.clock, controller.stream())).drop();
    expect(waits([await scene.log.line(/no stream from/)])).toEqual([0.5 * 2 ** (dropped - 1)]);
  }
  const stream = await passing(scene.clock, controller.stream());
  stream.greet();
  await scene.log.line(/^info connected to the controller at http:.* \(version 9\.9\.9\) after \d+s/);
  stream.tell({ event: 'end', data: { reason: 'shutting down', again: true } });
  expect(await scene.log.line(/no stream from/)).toMatch(/: shutting down; away since .*, next try in 0\.5s$/);
});

test('the controller may be tried at once', async () => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url);
  const agent = scene.start();
  (await controller.stream()).refuse(403, 'revoked');
  await scene.log.line(/next try in 30\.0s/);
  agent.retryNow();
  (await controller.stream()).greet();
  await scene.log.line(/^info connected/);
  agent.retryNow();
});

test.each<[string, (stream: AskedStream) => void, RegExp]>([
  [
    'a token that is not taken',
    stream => stream.refuse(401, 'this token was revoked'),
    /^error the token is not taken by .*: this token was revoked \(status 401\); .* 30\.0s$/,
  ],
  [
    'another page',
    stream => stream.refuse(404, 'nothing is here'),
    /^error no working together with .*: nothing is here \(status 404\); .* 30\.0s$/,
  ],
  [
    'an answer that is no stream',
    stream => stream.refuse(200, 'all is well'),
    /^error no working together with .*: all is well \(status 200\); .* 30\.0s$/,
  ],
  ['a proxy without a controller', stream => stream.refuse(502), /^warn no stream from .* \(status 502\); .* 0\.\ds$/],
  ['too many calls', stream => stream.refuse(429), /^warn no stream from .* \(status 429\); .* 0\.\ds$/],
  [
    'a newer contract',
    stream => stream.write('event: hello\ndata: {"contract":2,"greetings":[]}\n\n'),
    /^error no working together with .*: the controller speaks fleet contract 2, this agent 1; this agent is the older one: upgrade it; .* 30\.0s$/,
  ],
  [
    'an older contract',
    stream => stream.write('event: hello\ndata: {"contract":0}\n\n'),
    /the controller is the older one: upgrade it; .* 30\.0s$/,
  ],
  [
    'a hello without sense',
    stream => stream.write('event: hello\ndata: []\n\n'),
    /^error no working together with .*: an event that cannot be read: hello: /,
  ],
  [
    'no hello',
    stream => stream.write('event: time\ndata: {"grid_ms":1}\n\n'),
    /^error no working together with .*: its first event is time, not hello/,
  ],
  [
    'a vantage that is not wanted',
    stream => {
      stream.greet();
      stream.tell({ event: 'end', data: { reason: 'the token was revoked', again: false } });
    },
    /^error this vantage is not wanted by .*: the token was revoked; .* 60\.0s$/,
  ],
  [
    'an end without a word',
    stream => {
      stream.greet();
      stream.end();
    },
    /^warn no stream from .*: connection closed; .* 0\.\ds$/,
  ],
])('%s is told, and tried again', async (_what, answer, line) => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url);
  scene.start();
  answer(await controller.stream());
  expect(await scene.log.line(/^(warn|error)/)).toMatch(line);
  await passing(scene.clock, controller.stream());
});

test('a stream that is silent for 15 seconds is given up, and one with a heartbeat is not', async () => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url);
  scene.start();
  const stream = await controller.stream();
  stream.greet();
  await scene.log.line(/^info connected/);
  for (let beats = 0; beats < 5; beats++) {
    scene.clock.advance(10_000);
    stream.write('event: novelty\ndata: 1\n\n');
    await scene.log.line(/novelty/);
  }
  scene.clock.advance(14_999);
  scene.clock.advance(1);
  await scene.log.line(/^warn no stream from .*: silent for 15s/);
  await stream.closed;
});

test('a controller that accepts and never answers is given up as well', async () => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url);
  scene.start();
  const stream = await controller.stream();
  scene.clock.advance(15_000);
  await scene.log.line(/^warn no stream from .*: silent for 15s/);
  await stream.closed;
});

test('the token is read again for each connection, and never told', async () => {
  await using controller = await controllerStandIn();
  const scene = agentScene(controller.url);
  rmSync(scene.tokenFile);
  scene.start();
  expect(await scene.log.line(/^error/)).toMatch(/the token is not taken by .*: the token cannot be read: ENOENT/);
  writeFileSync(scene.tokenFile, 'two words\n');
  expect(await passing(scene.clock, scene.log.line(/^error/))).toMatch(/token has no token in it/);
  writeFileSync(scene.tokenFile, 'first\n');
  const first = await passing(scene.clock, controller.stream());
  expect(first.request.headers.authorization).toBe('Bearer first');
  first.refuse(403, 'the token is of another vantage');
  writeFileSync(scene.tokenFile, 'second\n');
  const second = await passing(scene.clock, controller.stream());
  expect(second.request.headers.authorization).toBe('Bearer second');
  expect(scene.log.lines.join('\n')).not.toMatch(/first|second|two words/);
});
