import { Button, Select, Skeleton } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconDownload, IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { auditQuery } from '../../api/audit-queries.ts';
import { apiUrl } from '../../api/client.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LocalDates } from '../../ui/local-dates.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { commonWords } from '../../words/common-words.ts';
import styles from './audit-page.module.css';
import { AuditRow } from './audit-row.tsx';
import { auditWords, noteWords, subjectWords } from './audit-words.ts';
import { useAuditFilters } from './use-audit-filters.ts';

/** With a capital, as an entry of a list. */
const asOption = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const Filters = ({ me, filters }: { me: Me; filters: ReturnType<typeof useAuditFilters> }) => {
  const t = useT();
  const home = me.user.area.code;
  const date = (name: 'from' | 'to') => (
    <DatePickerInput
      label={t(auditWords[name])}
      placeholder={t(auditWords.anyDay)}
      valueFormat="DD/MM/YYYY"
      clearable
      value={filters.get(name)}
      onChange={(day) => filters.set(name, day)}
    />
  );
  return (
    <div className={styles.filters}>
      <AreaSelect
        me={me}
        label={t(commonWords.area)}
        value={filters.get('area') ?? home}
        onChange={(code) => filters.set('area', code === home ? null : code)}
      />
      <SearchField
        label={t(auditWords.actor)}
        placeholder={t(auditWords.actorHint)}
        initial={filters.get('actor') ?? ''}
        onSearch={(text) => filters.set('actor', text)}
      />
      <Select
        label={t(auditWords.subject)}
        placeholder={t(auditWords.everything)}
        clearable
        searchable
        value={filters.get('subject')}
        onChange={(subject) => filters.set('subject', subject)}
        data={Object.entries(subjectWords).map(([value, word]) => ({ value, label: asOption(t(word)) }))}
      />
      <Select
        label={t(auditWords.action)}
        placeholder={t(auditWords.everything)}
        clearable
        value={filters.get('action')}
        onChange={(action) => filters.set('action', action)}
        data={Object.entries(noteWords).map(([value, word]) => ({ value, label: asOption(t(word)) }))}
      />
      <LocalDates>
        {date('from')}
        {date('to')}
      </LocalDates>
    </div>
  );
};

/** Who did what, when and from where; newest first. */
export const AuditPage = ({ me }: { me: Me }) => {
  const t = useT();
  const filters = useAuditFilters();
  const entries = useInfiniteQuery({
    ...auditQuery(useApi(), filters.filter),
    placeholderData: (held) => held,
  });
  return (
    <>
      <PageHeader
        title={t(auditWords.title)}
        lead={t(auditWords.lead)}
        actions={
          <Button
            component="a"
            href={apiUrl('/audit.jsonl', filters.filter)}
            download
            variant="default"
            size="md"
            title={t(auditWords.exportHint)}
            leftSection={<IconDownload size={18} stroke={1.7} aria-hidden />}
          >
            {t(auditWords.export)}
          </Button>
        }
      />
      <Filters me={me} filters={filters} />
      <QueryView query={entries} skeleton={<Skeleton h={420} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty
              icon={<IconListSearch size={24} stroke={1.6} aria-hidden />}
              title={t(auditWords.empty)}
              hint={t(auditWords.emptyHint)}
            />
          ) : (
            <Panel flush>
              {items.map((entry) => (
                <AuditRow key={entry.seq} entry={entry} />
              ))}
            </Panel>
          );
        }}
      </QueryView>
      <ShowMore query={entries} />
    </>
  );
};
