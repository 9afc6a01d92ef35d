import { Button, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Me, Person } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { commonWords } from '../../words/common-words.ts';
import { type GrantDraft, GrantFields } from './grant-fields.tsx';
import { peopleWords } from './people-words.ts';

const draftsOf = ({ grants }: Person): GrantDraft[] =>
  grants.map(({ role, area }) => ({ key: `${role} ${area.code}`, role, areaCode: area.code }));

const textOf = (grants: readonly GrantDraft[]): string =>
  grants.map(({ role, areaCode }) => `${role} ${areaCode}`).join(', ');

/** Name and roles of somebody; only what was changed is sent. */
export const PersonForm = ({ me, person }: { me: Me; person: Person }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [displayName, setDisplayName] = useState(person.displayName);
  const [grants, setGrants] = useState(draftsOf(person));
  const isSelf = person.id === me.user.id;
  const hasNewGrants = textOf(grants) !== textOf(draftsOf(person));
  const hasNewName = displayName.trim() !== person.displayName;
  const save = useMutation({
    mutationFn: () =>
      api.changePerson(person.id, {
        ...(hasNewName ? { displayName } : {}),
        ...(hasNewGrants ? { grants: grants.map(({ role, areaCode }) => ({ role, areaCode })) } : {}),
      }),
    onSuccess: () => {
      notifications.show({ color: 'green', message: t(peopleWords.saved) });
      void client.invalidateQueries({ queryKey: ['people'] });
      if (isSelf) void client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {save.error ? <ProblemAlert problem={asProblem(save.error)} /> : null}
        <TextInput
          label={t(peopleWords.displayName)}
          maxLength={100}
          required
          withAsterisk={false}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        {isSelf ? (
          <Text size="sm" c="dimmed">
            {t(peopleWords.ownHint)}
          </Text>
        ) : (
          <GrantFields me={me} grants={grants} onChange={setGrants} />
        )}
        {hasNewGrants ? <Text size="sm">{t(peopleWords.signsOut)}</Text> : null}
        <Button
          type="submit"
          loading={save.isPending}
          disabled={!hasNewGrants && !hasNewName}
          style={{ alignSelf: 'flex-start' }}
        >
          {t(commonWords.save)}
        </Button>
      </Stack>
    </form>
  );
};
