import { Checkbox, Modal, MultiSelect, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { CreateApiToken, CreatedApiToken, Me } from '../../../../controller/http/api-type.ts';
import { useApi } from '../../api/api-context.tsx';
import { asProblem } from '../../api/problem.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaMultiSelect } from '../../ui/area-select.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { accountWords, actionWord } from './account-words.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const lengths = [30, 90, 180, 365];
type Action = CreateApiToken['actions'][number];

export const TokenForm = ({
  me,
  onCreated,
  onClose,
}: {
  me: Me;
  onCreated: (token: CreatedApiToken) => void;
  onClose: () => void;
}) => {
  const t = useT();
  const api = useApi();
  const own = me.permissions.map(({ action }) => action).filter((action) => action !== 'people.write');
  const [name, setName] = useState('');
  const [actions, setActions] = useState<Action[]>(['data.read']);
  const [areaCodes, setAreaCodes] = useState<string[]>([me.user.area.code]);
  const [days, setDays] = useState(90);
  const [isWide, setIsWide] = useState(false);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const mayBeWide = me.secondFactor === 'on' && actions.includes('announcements.emergency');
  const create = useMutation({
    mutationFn: () =>
      api.createToken({
        name,
        actions,
        areaCodes,
        expiresAt: new Date(Date.now() + days * DAY_MS).toISOString(),
        ...(mayBeWide && isWide ? { wideEmergency: true, code } : {}),
        ...(me.hasPassword ? { password } : {}),
      }),
    onSuccess: onCreated,
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t(accountWords.newToken)} centered>
      <form onSubmit={submit}>
        <Stack gap="md">
          {create.error ? <ProblemAlert problem={asProblem(create.error)} /> : null}
          <TextInput
            label={t(accountWords.tokenName)}
            placeholder={t(accountWords.tokenNameHint)}
            maxLength={64}
            required
            withAsterisk={false}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <MultiSelect
            label={t(accountWords.tokenActions)}
            data={own.map((action) => ({ value: action, label: t(actionWord(action)) }))}
            value={actions}
            onChange={(chosen) => setActions(own.filter((action) => chosen.includes(action)))}
          />
          <AreaMultiSelect
            me={me}
            label={t(accountWords.tokenAreas)}
            value={areaCodes}
            onChange={setAreaCodes}
          />
          <Select
            label={t(accountWords.tokenDays)}
            data={lengths.map((count) => ({ value: String(count), label: t(accountWords.days)(count) }))}
            value={String(days)}
            allowDeselect={false}
            onChange={(value) => setDays(Number(value))}
          />
          {mayBeWide ? (
            <Checkbox
              label={t(accountWords.wide)}
              description={t(accountWords.wideHint)}
              checked={isWide}
              onChange={(event) => setIsWide(event.currentTarget.checked)}
            />
          ) : null}
          {mayBeWide && isWide ? (
            <TextInput
              label={t(accountWords.codeLabel)}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              withAsterisk={false}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          ) : null}
          {me.hasPassword ? (
            <PasswordInput
              label={t(accountWords.currentPassword)}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          ) : null}
          <DialogButtons
            isReady={actions.length > 0 && areaCodes.length > 0}
            label={t(accountWords.create)}
            isPending={create.isPending}
            onClose={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
};
