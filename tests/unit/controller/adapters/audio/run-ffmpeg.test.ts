import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRunFfmpeg } from '../../../../../controller/adapters/audio/run-ffmpeg.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-ffmpeg-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that behaves as the shell lines say. */
const program = (name: string, script: string): string => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};
const env = { PATH: process.env.PATH, SECRET: 'ADMIN_PASSWORD=1' };
const wallLimitMs = 30_000;

describe('createRunFfmpeg', () => {
  it('tells success from failure and keeps what was printed', async () => {
    const run = createRunFfmpeg(program('exit', 'echo "said $1" >&2; exit "$1"'), env);
    expect(await run({ args: ['0'], wallLimitMs })).toEqual({ end: 'succeeded', log: 'said 0\n' });
    expect(await run({ args: ['3'], wallLimitMs })).toEqual({ end: 'failed', log: 'said 3\n' });
  });

  it('kills a program that hangs', async () => {
    const run = createRunFfmpeg(program('hang', 'exec sleep 600'), env);
    expect((await run({ args: [], wallLimitMs: 50 })).end).toBe('timed-out');
  });

  it('reports the kernel ending one that computes too long', async () => {
    const run = createRunFfmpeg(program('spin', 'kill -XCPU $$'), env);
    expect((await run({ args: [], wallLimitMs })).end).toBe('timed-out');
  });

  it('kills on abort and does not start once aborted', async () => {
    const started = join(folder, 'started');
    const run = createRunFfmpeg(program('abort', 'echo time=00:00:01.00 >&2; exec sleep 600'), env);
    const controller = new AbortController();
    const result = await run({
      args: [],
      wallLimitMs,
      signal: controller.signal,
      onPosition: () => controller.abort(),
    });
    expect(result.end).toBe('aborted');
    const never = createRunFfmpeg(program('never', `touch ${started}`), env);
    expect((await never({ args: [], wallLimitMs, signal: controller.signal })).end).toBe('aborted');
    expect(existsSync(started)).toBe(false);
  });

  it('keeps beginning and end of endless complaints, not the middle', async () => {
    const run = createRunFfmpeg(
      program('chatter', 'echo first >&2; yes "Error while decoding" | head -n 20000 >&2; echo last >&2'),
      env,
    );
    const { log } = await run({ args: [], wallLimitMs });
    expect(log.length).toBeLessThan(200_000);
    expect(log.startsWith('first\n')).toBe(true);
    expect(log.endsWith('last\n')).toBe(true);
  });

  it('hands down no secrets', async () => {
    const run = createRunFfmpeg(program('inherit', 'env >&2'), env);
    const { log } = await run({ args: [], wallLimitMs });
    expect(log).toContain('PATH=');
    expect(log).not.toContain('SECRET');
  });

  it('lowers the priority', async () => {
    const run = createRunFfmpeg(program('polite', 'until [ "$(nice)" -ge 10 ]; do :; done'), env);
    expect((await run({ args: [], wallLimitMs: 5000 })).end).toBe('succeeded');
  });

  it('passes on standard output and the position', async () => {
    const chunks: Buffer[] = [];
    const positions: number[] = [];
    const run = createRunFfmpeg(program('talk', 'printf abc; echo "size=N/A time=00:01:00.50 x" >&2'), env);
    await run({
      args: [],
      wallLimitMs,
      onOutput: (chunk) => chunks.push(chunk),
      onPosition: (ms) => positions.push(ms),
    });
    expect(Buffer.concat(chunks).toString()).toBe('abc');
    expect(positions).toEqual([60_500]);
  });

  it('rejects when there is no such program', async () => {
    const run = createRunFfmpeg(join(folder, 'absent'), env);
    await expect(run({ args: [], wallLimitMs })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
