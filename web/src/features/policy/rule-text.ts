import { useFormat, useT } from '../../i18n/language.tsx';
import type { PolicyRule } from './policy-week.ts';
import { policyWords } from './policy-words.ts';

/** Runs of three and more days as a range: `T2–T6`. */
export const dayRuns = (weekdays: readonly number[]): number[][] => {
  const runs: number[][] = [];
  for (const day of [...weekdays].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [run] : run.map((day) => [day])));
};

/** A rule in a line: `Hằng ngày 05:00–21:00, âm lượng tối đa 60%`. */
export const useRuleText = () => {
  const t = useT();
  const format = useFormat();
  return (rule: PolicyRule): string => {
    const name = (day: number | undefined): string => t(policyWords.shortWeekdays)[day ?? 0] ?? '';
    const days =
      rule.weekdays.length === 7
        ? t(policyWords.everyDay)
        : dayRuns(rule.weekdays)
            .map((run) => (run.length > 1 ? `${name(run[0])}–${name(run.at(-1))}` : name(run[0])))
            .join(', ');
    const volume =
      rule.maxVolume === null ? '' : `, ${t(policyWords.volumeTo)(format.integer(rule.maxVolume))}`;
    return `${days} ${rule.from}–${rule.to}${volume}`;
  };
};
