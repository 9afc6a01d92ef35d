import { Button, Drawer, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Me, Person } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SessionRows } from '../account/session-rows.tsx';
import styles from './people.module.css';
import { peopleWords } from './people-words.ts';
import { PersonAccess } from './person-access.tsx';
import { PersonForm } from './person-form.tsx';

const PersonSessions = ({ person, isSelf }: { person: Person; isSelf: boolean }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const key = ['person-sessions', person.id];
  const sessions = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.personSessions(person.id, signal),
  });
  const end = useMutation({
    mutationFn: () => api.endPersonSessions(person.id),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <QueryView query={sessions}>
      {({ items }) => (
        <Stack gap="sm">
          {end.error ? <ProblemAlert problem={asProblem(end.error)} /> : null}
          <SessionRows sessions={items} onEnd={null} />
          {items.length > 0 && !isSelf ? (
            <Button
              variant="default"
              loading={end.isPending}
              style={{ alignSelf: 'flex-start' }}
              onClick={() => end.mutate()}
            >
              {t(peopleWords.endSessions)}
            </Button>
          ) : null}
        </Stack>
      )}
    </QueryView>
  );
};

/** One account: what it is called and may do, how its owner gets in, where he is signed in. */
export const PersonDrawer = ({
  me,
  person,
  onClose,
}: {
  me: Me;
  person: Person | null;
  onClose: () => void;
}) => {
  const t = useT();
  const isSelf = person?.id === me.user.id;
  return (
    <Drawer
      opened={person !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={person ? `${person.displayName} (${person.username})` : ''}
    >
      {person?.mayChange ? (
        <Stack gap="lg" key={person.id}>
          <PersonForm me={me} person={person} />
          {isSelf ? null : (
            <section className={styles.section}>
              <h3>{t(peopleWords.access)}</h3>
              <PersonAccess person={person} />
            </section>
          )}
          <section className={styles.section}>
            <h3>{t(peopleWords.sessions)}</h3>
            <PersonSessions person={person} isSelf={isSelf} />
          </section>
        </Stack>
      ) : (
        <Text>{t(peopleWords.otherAreas)}</Text>
      )}
    </Drawer>
  );
};
