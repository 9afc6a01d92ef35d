import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../../../../../controller/adapters/audio/find-ffmpeg.ts';
import type { Log } from '../../../../../controller/app/ports/runtime.ts';
import { silentLog } from '../../../../support/silent-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'find-ffmpeg-'));
afterAll(() => rmSync(folder, { recursive: true }));

const complete = ' A....D libmp3lame           MP3\n ... ebur128           A->N\n ... alimiter          A->A';
/** Answers as ffmpeg does to the questions asked of it. */
const ffmpeg = (name: string, { version = '7.1', abilities = complete } = {}): string => {
  const path = join(folder, name, 'ffmpeg');
  mkdirSync(join(folder, name));
  writeFileSync(
    path,
    `#!/bin/sh\ncase "$*" in *-version*) echo "ffmpeg version ${version} Copyright";; *) echo "${abilities}";; esac\n`,
  );
  chmodSync(path, 0o755);
  return path;
};

const absent = (): never => {
  throw new Error('Cannot find module');
};
const chosen = ffmpeg('chosen');
const onPath = ffmpeg('on-path');
const packaged = ffmpeg('packaged');
const crippled = ffmpeg('crippled', {
  abilities: ' ... ebur128           A->N\n ... alimiter          A->A',
});
const other = join(folder, 'other-program');
writeFileSync(other, '#!/bin/sh\necho hello\n');
chmodSync(other, 0o755);
const path = (...programs: string[]): string =>
  programs
    .map((program) => join(program, '..'))
    .concat('/bin')
    .join(':');

describe('findFfmpeg', () => {
  it('prefers the path in the environment and logs what it found', async () => {
    const lines: [object, string][] = [];
    const log: Log = { ...silentLog, info: (fields, sentence) => lines.push([fields, sentence]) };
    const found = await findFfmpeg({
      env: { FFMPEG_PATH: chosen, PATH: path(onPath) },
      log,
      load: () => packaged,
    });
    expect(found).toEqual({ path: chosen, source: 'FFMPEG_PATH', version: '7.1' });
    expect(lines).toEqual([[found, 'ffmpeg found']]);
  });

  it('takes ffmpeg-static before the one on PATH, and that before the old packaged one', async () => {
    const env = { PATH: path(onPath) };
    const withStatic = await findFfmpeg({ env, log: silentLog, load: () => packaged });
    expect(withStatic).toMatchObject({ path: packaged, source: 'ffmpeg-static' });
    const load = (name: string): unknown => (name === 'ffmpeg-static' ? absent() : { path: packaged });
    const withPath = await findFfmpeg({ env, log: silentLog, load });
    expect(withPath).toMatchObject({ path: onPath, source: 'PATH' });
    const neither = await findFfmpeg({ env: { PATH: '/nonexistent' }, log: silentLog, load });
    expect(neither).toMatchObject({ path: packaged, source: '@ffmpeg-installer/ffmpeg' });
  });

  it.each([
    ['that is not there', join(folder, 'nothing')],
    ['that is something else', other],
    ['that cannot encode MP3', crippled],
  ])('passes over a candidate %s', async (_, candidate) => {
    const load = (name: string): unknown => (name === 'ffmpeg-static' ? null : { path: packaged });
    const found = await findFfmpeg({
      env: { FFMPEG_PATH: candidate, PATH: '/nonexistent' },
      log: silentLog,
      load,
    });
    expect(found.path).toBe(packaged);
  });

  it('says in one sentence what to do where none works', async () => {
    await expect(
      findFfmpeg({ env: { PATH: path(crippled) }, log: silentLog, load: absent }),
    ).rejects.toMatchObject({
      code: 'Audio_NoFfmpeg',
      message: expect.stringMatching(/install the Debian package "ffmpeg" or set FFMPEG_PATH/),
    });
  });
});
