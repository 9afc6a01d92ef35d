import { Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { CreatedPerson, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem, fieldMessage } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { GrantFields, newGrant } from './grant-fields.tsx';
import { peopleWords } from './people-words.ts';

/** As the controller wants it. */
const usernameForm = /^[a-z0-9][a-z0-9._-]{1,31}$/;

export const NewPerson = ({
  me,
  onCreated,
  onClose,
}: {
  me: Me;
  onCreated: (created: CreatedPerson) => void;
  onClose: () => void;
}) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [isUsernameWrong, setUsernameWrong] = useState(false);
  const [displayName, setDisplayName] = useState('');
  const [grants, setGrants] = useState([newGrant(me.user.area.code)]);
  const create = useMutation({
    mutationFn: () =>
      api.createPerson({
        username: username.trim(),
        displayName,
        grants: grants.map(({ role, areaCode }) => ({ role, areaCode })),
      }),
    onSuccess: (created) => {
      void client.invalidateQueries({ queryKey: ['people'] });
      onCreated(created);
    },
  });
  const problem = create.error && asProblem(create.error);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const isWrong = !usernameForm.test(username.trim());
    setUsernameWrong(isWrong);
    if (!isWrong) create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {problem ? <ProblemAlert problem={problem} /> : null}
        <TextInput
          label={t(peopleWords.displayName)}
          maxLength={100}
          required
          withAsterisk={false}
          data-autofocus
          error={fieldMessage(problem, 'displayName')}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <TextInput
          label={t(peopleWords.username)}
          description={t(peopleWords.usernameHint)}
          autoCapitalize="none"
          autoComplete="off"
          maxLength={32}
          required
          withAsterisk={false}
          error={isUsernameWrong ? t(peopleWords.usernameWrong) : fieldMessage(problem, 'username')}
          value={username}
          onChange={(event) => {
            setUsername(event.currentTarget.value.toLowerCase());
            setUsernameWrong(false);
          }}
        />
        <GrantFields me={me} grants={grants} onChange={setGrants} />
        <DialogButtons label={t(peopleWords.create)} isPending={create.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
};
