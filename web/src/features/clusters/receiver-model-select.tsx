import { Select } from '@mantine/core';
import { useT } from '../../i18n/language.tsx';
import { deviceWords } from './device-words.ts';

export const usualModel = 'TT-4G-50';
const models = [usualModel, 'TT-LAN-120'];

export const ReceiverModelSelect = ({
  value,
  onChange,
}: {
  value: string;
  onChange: (model: string) => void;
}) => {
  const t = useT();
  return (
    <Select
      label={t(deviceWords.model)}
      data={models}
      value={value}
      allowDeselect={false}
      onChange={(next) => onChange(next ?? value)}
    />
  );
};
