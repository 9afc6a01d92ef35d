import type { Playback } from '../../../controller/http/api-type.ts';
import { useT } from '../i18n/language.tsx';
import { outcomeWords, reasonWords } from '../words/domain-words.ts';
import { deedOf } from './play-facts.ts';

const deedWords = {
  started: { vi: 'loa đã bắt đầu phát', en: 'the device began to play' },
  ended: { vi: (what: string) => `bộ thu báo: ${what}`, en: (what: string) => `the device says: ${what}` },
};

/** Why a play ended as it did, in words; nothing where the outcome says all. */
export const useReasonText = () => {
  const t = useT();
  return (play: Pick<Playback, 'outcome' | 'reason'>): string | null => {
    if (play.reason === null || play.reason === 'awaiting') return null;
    const deed = deedOf(play);
    if (!deed) return t(reasonWords(play.reason));
    if (deed.kind === 'started') return t(deedWords.started);
    const ended = t(outcomeWords[deed.outcome]).toLocaleLowerCase('vi');
    return t(deedWords.ended)(deed.reason === null ? ended : `${ended} – ${t(reasonWords(deed.reason))}`);
  };
};
