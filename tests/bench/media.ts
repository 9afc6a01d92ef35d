import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { BenchOptions, BenchRow } from './bench-row.ts';

const downloads = 1000;
const rounds = 3;
const sizeBytes = 2_400_000;

/** One download over a connection of its own; resolves to the bytes received, head included. */
const download = (port: number, path: string, sink: Buffer): Promise<number> =>
  new Promise((resolve) => {
    let received = 0;
    // Received bytes go into one buffer that nobody reads: the server is measured, not the client.
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: sink,
        callback: (length) => {
          received += length;
          return true;
        },
      },
    });
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(received));
  });

/** Megabytes per second over all, and how many came short. */
const herd = async (port: number, path: string): Promise<{ rate: number; short: number }> => {
  const sink = Buffer.alloc(256 * 1024);
  const startedAt = performance.now();
  const received = await Promise.all(Array.from({ length: downloads }, () => download(port, path, sink)));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    rate: (downloads * sizeBytes) / 1e6 / seconds,
    short: received.filter((bytes) => bytes < sizeBytes).length,
  };
};

/** A thousand devices fetch the same bulletin at once, beside hono answering with a buffer it holds. */
export const benchMedia = async ({ progress }: BenchOptions): Promise<BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-media-'));
  const content = randomBytes(sizeBytes);
  const name = createHash('sha256').update(content).digest('hex');
  writeFileSync(join(folder, `${name}.mp3`), content);
  const server = fork(fileURLToPath(new URL('media-server.ts', import.meta.url)), [folder, name], {
    execArgv: process.execArgv,
  });
  try {
    const [message] = await once(server, 'message');
    const { port } = z.object({ port: z.int().positive() }).parse(message);
    const best = { bare: 0, media: 0, cold: 0 };
    let short = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of ['bare', 'media', 'cold'] as const) {
        progress(`${downloads} downloads from ${kind}`);
        const { rate, short: incomplete } = await herd(port, `/${kind}/${name}.mp3`);
        best[kind] = Math.max(best[kind], rate);
        short += incomplete;
      }
    }
    const baseline = { baseline: best.bare, baselineName: 'hono with a buffer' };
    const label = `${downloads} downloads of 2.4 MB at once`;
    return [
      {
        name: `${label}, hot`,
        value: best.media,
        unit: 'MB/s',
        ...baseline,
        budget: { of: 'ratio', atLeast: 0.85 },
      },
      { name: `${label}, streamed from disk`, value: best.cold, unit: 'MB/s', ...baseline },
      { name: 'downloads cut short', value: short, unit: '', budget: { of: 'value', atMost: 0 } },
    ];
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
};
