import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { bulletinsQuery } from '../../api/queries.ts';
import { useFormat, useT } from '../../i18n/language.tsx';
import { commonWords } from '../../words/common-words.ts';
import { approvalWords } from '../../words/domain-words.ts';
import { type OrderedBulletin, orderedBulletin } from './session-form-state.ts';
import { sessionWords } from './session-words.ts';

interface BulletinPickerProps {
  onPick(bulletin: OrderedBulletin): void;
}

/** Finds a bulletin that is ready to air, by title; the server searches, without regard to tone marks. */
export const BulletinPicker = ({ onPick }: BulletinPickerProps) => {
  const t = useT();
  const format = useFormat();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const query = useInfiniteQuery(bulletinsQuery(useApi(), { search }));
  const ready = (query.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((bulletin) => bulletin.audio.state === 'ready' && bulletin.approval !== 'withdrawn');

  return (
    <Select
      label={t(sessionWords.addBulletin)}
      placeholder={t(sessionWords.addPlaceholder)}
      leftSection={<IconPlus size={18} stroke={1.8} aria-hidden />}
      searchable
      searchValue={text}
      onSearchChange={setText}
      value={null}
      filter={({ options }) => options}
      data={ready.map((bulletin) => ({
        value: bulletin.id,
        label: [
          bulletin.title,
          format.clock(bulletin.audio.asset?.durationMs ?? 0),
          ...(bulletin.approval === 'approved' ? [] : [t(approvalWords[bulletin.approval])]),
        ].join(' · '),
      }))}
      onChange={(id) => {
        const bulletin = ready.find((one) => one.id === id);
        if (bulletin) onPick(orderedBulletin(bulletin));
        setText('');
      }}
      nothingFoundMessage={t(query.isPending ? commonWords.loading : commonWords.nothingFound)}
      maxDropdownHeight={280}
    />
  );
};
