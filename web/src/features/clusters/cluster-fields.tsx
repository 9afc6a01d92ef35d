import { Group, NumberInput, TextInput } from '@mantine/core';
import { useT } from '../../i18n/language.tsx';
import { deviceWords } from './device-words.ts';

export interface ClusterFacts {
  readonly name: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly horns: number;
  readonly watts: number;
}

export const emptyCluster: ClusterFacts = { name: '', latitude: null, longitude: null, horns: 2, watts: 50 };

const numberOf = (value: string | number): number | null => (typeof value === 'number' ? value : null);

/** What a place is called, where it stands and how loud it can be. */
export const ClusterFields = ({
  value,
  onChange,
  autofocus = false,
}: {
  value: ClusterFacts;
  onChange: (next: ClusterFacts) => void;
  autofocus?: boolean;
}) => {
  const t = useT();
  const degrees = {
    decimalScale: 6,
    hideControls: true,
    decimalSeparator: ',',
    inputMode: 'decimal',
  } as const;
  return (
    <>
      <TextInput
        label={t(deviceWords.name)}
        placeholder={t(deviceWords.namePlaceholder)}
        value={value.name}
        maxLength={120}
        data-autofocus={autofocus || undefined}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <Group grow gap="sm">
        <NumberInput
          {...degrees}
          label={t(deviceWords.latitude)}
          placeholder="21,3228"
          value={value.latitude ?? ''}
          onChange={(next) => onChange({ ...value, latitude: numberOf(next) })}
        />
        <NumberInput
          {...degrees}
          label={t(deviceWords.longitude)}
          placeholder="105,2119"
          value={value.longitude ?? ''}
          onChange={(next) => onChange({ ...value, longitude: numberOf(next) })}
        />
      </Group>
      <Group grow gap="sm">
        <NumberInput
          label={t(deviceWords.horns)}
          min={1}
          max={16}
          value={value.horns}
          onChange={(next) => onChange({ ...value, horns: numberOf(next) ?? value.horns })}
        />
        <NumberInput
          label={t(deviceWords.watts)}
          min={1}
          max={2000}
          step={10}
          value={value.watts}
          onChange={(next) => onChange({ ...value, watts: numberOf(next) ?? value.watts })}
        />
      </Group>
    </>
  );
};
