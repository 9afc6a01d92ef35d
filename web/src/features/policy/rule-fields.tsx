import { ActionIcon, Chip, NumberInput } from '@mantine/core';
import { TimePicker } from '@mantine/dates';
import { IconTrash } from '@tabler/icons-react';
import { useFormat, useT } from '../../i18n/language.tsx';
import type { PolicyRule } from './policy-week.ts';
import { minuteOf, weekdays } from './policy-week.ts';
import { policyWords } from './policy-words.ts';
import styles from './rule-fields.module.css';

interface RuleFieldsProps {
  readonly rule: PolicyRule;
  readonly index: number;
  onChange(rule: PolicyRule): void;
  onRemove(): void;
}

/** On which days, from when to when, how loud at most. */
export const RuleFields = ({ rule, index, onChange, onRemove }: RuleFieldsProps) => {
  const t = useT();
  const format = useFormat();
  const time = (name: 'from' | 'to') => (
    <TimePicker
      label={t(policyWords[name])}
      hoursInputLabel={t(policyWords.hours)}
      minutesInputLabel={t(policyWords.minutes)}
      value={rule[name] === '24:00' ? '00:00' : rule[name]}
      onChange={(value) => {
        if (value) onChange({ ...rule, [name]: value.slice(0, 5) });
      }}
    />
  );
  const pastMidnight = minuteOf(rule.to) <= minuteOf(rule.from);
  return (
    <fieldset className={styles.rule}>
      <legend className={styles.legend}>{t(policyWords.rule)(format.integer(index + 1))}</legend>
      <ActionIcon
        className={styles.remove}
        color="gray"
        aria-label={`${t(policyWords.remove)} ${index + 1}`}
        onClick={onRemove}
      >
        <IconTrash size={18} stroke={1.8} aria-hidden />
      </ActionIcon>
      <Chip.Group
        multiple
        value={rule.weekdays.map(String)}
        onChange={(days) => onChange({ ...rule, weekdays: days.map(Number).sort((a, b) => a - b) })}
      >
        <div className={styles.days}>
          {weekdays.map((day) => (
            <Chip key={day} value={String(day)} size="sm" radius="md" icon={null}>
              {t(policyWords.shortWeekdays)[day]}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {rule.weekdays.length === 0 ? <p className={styles.error}>{t(policyWords.daysMissing)}</p> : null}
      <div className={styles.times}>
        {time('from')}
        {time('to')}
        <NumberInput
          label={t(policyWords.maxVolume)}
          placeholder={t(policyWords.noLimit)}
          value={rule.maxVolume ?? ''}
          min={0}
          max={100}
          step={5}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(value) => onChange({ ...rule, maxVolume: typeof value === 'number' ? value : null })}
        />
      </div>
      {pastMidnight && rule.to !== '24:00' && rule.to !== '00:00' ? (
        <p className={styles.note}>{t(policyWords.nextDay)}</p>
      ) : null}
    </fieldset>
  );
};
