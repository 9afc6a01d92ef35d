import { ActionIcon, Button, Select, Stack } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Me, Person } from '../../../../controller/http/api-type.ts';
import { frameWords } from '../../frame/frame-words.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import styles from './people.module.css';
import { peopleWords } from './people-words.ts';

type Role = Person['grants'][number]['role'];
const roles: readonly Role[] = ['administrator', 'editor', 'approver', 'technician', 'viewer', 'auditor'];

export type GrantDraft = Readonly<{ key: string; role: Role; areaCode: string }>;

export const newGrant = (areaCode: string): GrantDraft => ({
  key: crypto.randomUUID(),
  role: 'editor',
  areaCode,
});

/** Roles, each in an area and everything below it. */
export const GrantFields = ({
  me,
  grants,
  onChange,
}: {
  me: Me;
  grants: readonly GrantDraft[];
  onChange: (grants: GrantDraft[]) => void;
}) => {
  const t = useT();
  const change = (key: string, part: Partial<GrantDraft>): void =>
    onChange(grants.map((grant) => (grant.key === key ? { ...grant, ...part } : grant)));
  return (
    <Stack gap="sm">
      {grants.map((grant) => (
        <div key={grant.key} className={styles.grantRow}>
          <div className={styles.grantFields}>
            <Select
              label={t(peopleWords.role)}
              data={roles.map((role) => ({ value: role, label: t(frameWords[role]) }))}
              value={grant.role}
              allowDeselect={false}
              onChange={(_, { value }) => {
                const role = roles.find((one) => one === value);
                if (role) change(grant.key, { role });
              }}
            />
            <AreaSelect
              me={me}
              label={t(peopleWords.area)}
              value={grant.areaCode}
              onChange={(areaCode) => areaCode && change(grant.key, { areaCode })}
            />
          </div>
          {grants.length > 1 ? (
            <ActionIcon
              variant="subtle"
              color="son"
              size="lg"
              aria-label={t(peopleWords.removeRole)}
              onClick={() => onChange(grants.filter(({ key }) => key !== grant.key))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      <Button
        variant="subtle"
        size="sm"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => onChange([...grants, newGrant(me.user.area.code)])}
      >
        {t(peopleWords.addRole)}
      </Button>
    </Stack>
  );
};
