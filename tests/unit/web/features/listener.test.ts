import { describe, expect, it } from 'vitest';
import {
  type AudioOutput,
  createListener,
  type Heard,
} from '../../../../web/src/features/listening/listener.ts';

const createFakeAudio = () => {
  const sources: string[] = [];
  let refusal: DOMException | null = null;
  let paused = true;
  const audio: AudioOutput = {
    get src() {
      return sources.at(-1) ?? '';
    },
    set src(url: string) {
      sources.push(url);
    },
    currentTime: 0,
    playbackRate: 1,
    loop: false,
    seeking: false,
    onloadedmetadata: null,
    play: async () => {
      if (refusal) throw refusal;
      paused = false;
    },
    pause: () => {
      paused = true;
    },
  };
  return {
    audio,
    sources,
    isPaused: () => paused,
    refuse: (reason: DOMException) => {
      refusal = reason;
    },
  };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const setUp = () => {
  let nowMs = 1_000_000;
  const fake = createFakeAudio();
  const listener = createListener({ createAudio: () => fake.audio, serverNow: () => nowMs });
  const heard = (part: Partial<Heard> = {}): Heard => ({
    itemId: 'i1',
    url: '/media/one.mp3',
    positionMs: 20_000,
    durationMs: 60_000,
    repeat: false,
    serverMs: nowMs,
    ...part,
  });
  return {
    ...fake,
    listener,
    heard,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

describe('listening at a loudspeaker', () => {
  it('plays nothing before somebody asked to hear', async () => {
    const { listener, heard, sources } = setUp();
    listener.report(heard());
    await settled();
    expect(sources).toEqual([]);
    expect(listener.view().state).toBe('off');
  });

  it('waits armed while the loudspeaker is silent, and starts with it at its position', async () => {
    const { listener, heard, audio, sources, pass } = setUp();
    listener.arm();
    expect(listener.view().state).toBe('armed');
    listener.report(heard());
    expect(sources.at(-1)).toBe('/media/one.mp3');
    pass(500);
    audio.onloadedmetadata?.(new Event('loadedmetadata'));
    expect(audio.currentTime).toBeCloseTo(20.5);
    await settled();
    expect(listener.view().state).toBe('playing');
  });

  it('does not start again for every report of the same item', async () => {
    const { listener, heard, sources } = setUp();
    listener.arm();
    listener.report(heard());
    await settled();
    const before = sources.length;
    listener.report(heard({ positionMs: 21_000 }));
    expect(sources).toHaveLength(before);
  });

  it('follows to the next item', async () => {
    const { listener, heard, sources } = setUp();
    listener.arm();
    listener.report(heard());
    await settled();
    listener.report(heard({ itemId: 'i2', url: '/media/two.mp3', positionMs: 0 }));
    expect(sources.at(-1)).toBe('/media/two.mp3');
  });

  it('falls silent with the loudspeaker and stays armed', async () => {
    const { listener, heard, isPaused } = setUp();
    listener.arm();
    listener.report(heard());
    await settled();
    listener.report(null);
    expect(isPaused()).toBe(true);
    expect(listener.view()).toEqual({ state: 'armed', driftMs: null });
  });

  it('falls silent at the end of the audio even when no report comes', async () => {
    const { listener, heard, isPaused, pass } = setUp();
    listener.arm();
    listener.report(heard());
    await settled();
    pass(40_001);
    listener.tick();
    expect(isPaused()).toBe(true);
    expect(listener.view().state).toBe('armed');
  });

  it('corrects a browser that fell behind', async () => {
    const { listener, heard, audio, pass } = setUp();
    listener.arm();
    listener.report(heard());
    await settled();
    pass(10_000);
    audio.currentTime = 28;
    listener.tick();
    expect(audio.currentTime).toBeCloseTo(30);
    expect(listener.view().driftMs).toBeCloseTo(-2_000);
  });

  it('says so when the browser refuses to sound', async () => {
    const { listener, heard, refuse } = setUp();
    refuse(new DOMException('play() needs a gesture', 'NotAllowedError'));
    listener.arm();
    listener.report(heard());
    await settled();
    expect(listener.view().state).toBe('blocked');
  });

  it('stops and forgets when nobody listens any more', async () => {
    const { listener, heard, isPaused, sources } = setUp();
    listener.arm();
    listener.report(heard());
    await settled();
    listener.disarm();
    const before = sources.length;
    listener.report(heard({ itemId: 'i3' }));
    expect(isPaused()).toBe(true);
    expect(sources).toHaveLength(before);
  });

  it('tells its view to those who follow it, and only when it changes', async () => {
    const { listener, heard } = setUp();
    const seen: string[] = [];
    const stop = listener.subscribe(() => seen.push(listener.view().state));
    listener.arm();
    listener.report(heard());
    await settled();
    listener.report(heard());
    expect(seen).toEqual(['armed', 'loading', 'playing']);
    stop();
    listener.disarm();
    expect(seen).toHaveLength(3);
  });

  it('goes round with audio that repeats, and does not take its new turn for the end', async () => {
    const { listener, heard, pass, audio } = setUp();
    listener.arm();
    listener.report(heard({ positionMs: 59_000, repeat: true }));
    await settled();
    expect(audio.loop).toBe(true);
    pass(3_000);
    audio.currentTime = 2;
    listener.tick();
    expect(listener.view()).toEqual({ state: 'playing', driftMs: 0 });
  });
});
