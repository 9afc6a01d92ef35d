import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../support/find-chromium.ts';

describe('finding Chromium', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'find-chromium-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, mode: number): string => {
    const path = join(folder, name);
    writeFileSync(path, '', { mode });
    return path;
  };

  it('takes the browser that CHROMIUM_PATH names before any on the path', () => {
    put('chromium', 0o755);
    const chosen = put('my-browser', 0o755);
    expect(findChromium({ CHROMIUM_PATH: chosen, PATH: folder })).toBe(chosen);
  });

  it('does not fall back when CHROMIUM_PATH names nothing that runs', () => {
    put('chromium', 0o755);
    expect(findChromium({ CHROMIUM_PATH: put('a-text', 0o644), PATH: folder })).toBeUndefined();
    expect(findChromium({ CHROMIUM_PATH: join(folder, 'nothing'), PATH: folder })).toBeUndefined();
  });

  it('prefers chromium to Chrome, and passes over files that cannot be executed', () => {
    const chrome = put('google-chrome', 0o755);
    const chromium = put('chromium', 0o755);
    expect(findChromium({ PATH: folder })).toBe(chromium);
    rmSync(chromium);
    put('chromium-browser', 0o644);
    expect([chrome, '/usr/bin/chromium']).toContain(findChromium({ PATH: folder }));
  });
});
