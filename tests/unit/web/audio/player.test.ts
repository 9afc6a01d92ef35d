import { describe, expect, it } from 'vitest';
import { createPlayer, type PlayerAudio } from '../../../../web/src/audio/player.ts';

const createFakeAudio = () => {
  const audio: PlayerAudio = {
    src: '',
    currentTime: 0,
    paused: true,
    ontimeupdate: null,
    onplay: null,
    onpause: null,
    onended: null,
    onerror: null,
    async play() {
      Object.assign(audio, { paused: false });
      audio.onplay?.(new Event('play'));
    },
    pause() {
      Object.assign(audio, { paused: true });
      audio.onpause?.(new Event('pause'));
    },
  };
  return audio;
};

const setUp = () => {
  const audio = createFakeAudio();
  return { audio, player: createPlayer(() => audio) };
};

describe('player', () => {
  it('plays and pauses the same bulletin', () => {
    const { player } = setUp();
    player.toggle('/media/a.mp3');
    expect(player.state()).toMatchObject({ url: '/media/a.mp3', playing: true });
    player.toggle('/media/a.mp3');
    expect(player.state().playing).toBe(false);
  });

  it('leaves one bulletin for another from its beginning', () => {
    const { audio, player } = setUp();
    player.toggle('/media/a.mp3');
    audio.currentTime = 12;
    audio.ontimeupdate?.(new Event('timeupdate'));
    expect(player.state().positionMs).toBe(12_000);
    audio.pause();
    player.toggle('/media/b.mp3');
    expect(audio.src).toBe('/media/b.mp3');
    expect(player.state()).toMatchObject({ url: '/media/b.mp3', playing: true, positionMs: 0 });
  });

  it('seeks without starting', () => {
    const { audio, player } = setUp();
    player.seek('/media/a.mp3', 30_000);
    expect(audio.currentTime).toBe(30);
    expect(player.state()).toMatchObject({ positionMs: 30_000, playing: false });
  });

  it('goes back to the beginning at the end, and tells a failure', () => {
    const { audio, player } = setUp();
    player.toggle('/media/a.mp3');
    audio.onended?.(new Event('ended'));
    expect(player.state()).toMatchObject({ playing: false, positionMs: 0 });
    audio.onerror?.('broken');
    expect(player.state().failed).toBe(true);
  });
});
