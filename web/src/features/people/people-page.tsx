import { Button, Modal, Skeleton } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CreatedPerson, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { useT } from '../../i18n/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { LinkCard } from './link-card.tsx';
import { NewPerson } from './new-person.tsx';
import styles from './people.module.css';
import { PeopleTable } from './people-table.tsx';
import { peopleWords } from './people-words.ts';
import { PersonDrawer } from './person-drawer.tsx';

type Inviting = 'no' | 'form' | CreatedPerson;

export const PeoplePage = ({ me }: { me: Me }) => {
  const t = useT();
  const api = useApi();
  const [search, setSearch] = useState('');
  const [openId, setOpenId] = useState<string | null>(null);
  const [inviting, setInviting] = useState<Inviting>('no');
  const people = useQuery({
    queryKey: ['people', search],
    queryFn: ({ signal }) => api.people({ search }, signal),
    placeholderData: (held) => held,
  });
  const close = (): void => setInviting('no');
  return (
    <>
      <PageHeader
        title={t(peopleWords.title)}
        lead={t(peopleWords.lead)}
        actions={
          <Button
            leftSection={<IconUserPlus size={18} stroke={1.7} aria-hidden />}
            onClick={() => setInviting('form')}
          >
            {t(peopleWords.invite)}
          </Button>
        }
      />
      <div className={styles.bar}>
        <SearchField
          label={t(peopleWords.search)}
          placeholder={t(peopleWords.searchPlaceholder)}
          onSearch={setSearch}
        />
      </div>
      <QueryView query={people} skeleton={<Skeleton h={320} />}>
        {({ items }) => (
          <>
            <Panel flush>
              {items.length === 0 ? (
                <Empty
                  icon={<IconUsers size={24} stroke={1.6} aria-hidden />}
                  title={t(peopleWords.nothing)}
                />
              ) : (
                <PeopleTable people={items} ownId={me.user.id} onOpen={setOpenId} />
              )}
            </Panel>
            <PersonDrawer
              me={me}
              person={items.find(({ id }) => id === openId) ?? null}
              onClose={() => setOpenId(null)}
            />
          </>
        )}
      </QueryView>
      <Modal
        opened={inviting !== 'no'}
        onClose={close}
        title={
          typeof inviting === 'object'
            ? `${inviting.person.displayName} (${inviting.person.username})`
            : t(peopleWords.invite)
        }
        size="lg"
        centered
      >
        {inviting === 'form' ? <NewPerson me={me} onCreated={setInviting} onClose={close} /> : null}
        {typeof inviting === 'object' ? (
          <LinkCard link={inviting.link} name={inviting.person.displayName} onDone={close} />
        ) : null}
      </Modal>
    </>
  );
};
