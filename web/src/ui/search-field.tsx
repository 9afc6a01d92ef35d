import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useT } from '../i18n/language.tsx';
import { commonWords } from '../words/common-words.ts';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly initial?: string;
  /** Called when typing rests. */
  onSearch(text: string): void;
  readonly className?: string | undefined;
}

export const SearchField = ({
  label,
  placeholder,
  initial = '',
  onSearch,
  className = '',
}: SearchFieldProps) => {
  const t = useT();
  const [text, setText] = useState(initial);
  const search = useDebouncedCallback((value: string) => onSearch(value.trim()), 250);
  const change = (value: string): void => {
    setText(value);
    search(value);
  };
  return (
    <TextInput
      type="search"
      className={className}
      label={label}
      placeholder={placeholder ?? t(commonWords.search)}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
      rightSection={
        text ? <CloseButton size="sm" aria-hidden tabIndex={-1} onClick={() => change('')} /> : null
      }
    />
  );
};
