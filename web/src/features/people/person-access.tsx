import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person, PersonLink } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Sure } from '../../ui/sure.tsx';
import { LinkCard } from './link-card.tsx';
import { peopleWords } from './people-words.ts';

export const PersonAccess = ({ person }: { person: Person }) => {
  const t = useT();
  const api = useApi();
  const client = useQueryClient();
  const [link, setLink] = useState<PersonLink | null>(null);
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['people'] });
  const makeLink = useMutation({ mutationFn: () => api.makePasswordLink(person.id), onSuccess: setLink });
  const setDisabled = useMutation({
    mutationFn: (isDisabled: boolean) => api.setPersonDisabled(person.id, isDisabled),
    onSuccess: refresh,
  });
  const removeFactor = useMutation({
    mutationFn: () => api.removePersonSecondFactor(person.id),
    onSuccess: refresh,
  });
  const error = makeLink.error ?? setDisabled.error ?? removeFactor.error;
  if (link) return <LinkCard link={link} name={person.displayName} onDone={() => setLink(null)} />;
  return (
    <Stack gap="sm">
      {error ? <ProblemAlert problem={asProblem(error)} /> : null}
      <Group gap="sm">
        {person.state === 'disabled' ? (
          <Button loading={setDisabled.isPending} onClick={() => setDisabled.mutate(false)}>
            {t(peopleWords.enable)}
          </Button>
        ) : (
          <>
            <Button variant="default" loading={makeLink.isPending} onClick={() => makeLink.mutate()}>
              {t(person.state === 'invited' ? peopleWords.makeInvite : peopleWords.makeLink)}
            </Button>
            {person.hasSecondFactor ? (
              <Sure
                label={peopleWords.removeSecondFactor}
                question={peopleWords.removeSecondFactorSure}
                isPending={removeFactor.isPending}
                onYes={() => removeFactor.mutate()}
              />
            ) : null}
            <Sure
              label={peopleWords.disable}
              question={peopleWords.disableSure}
              isPending={setDisabled.isPending}
              onYes={() => setDisabled.mutate(true)}
            />
          </>
        )}
      </Group>
    </Stack>
  );
};
