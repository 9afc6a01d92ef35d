import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Me } from '../../../controller/http/api-type.ts';
import { useT } from '../i18n/language.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Panel } from '../ui/panel.tsx';
import { frameWords } from './frame-words.ts';
import { mayDo } from './may-do.ts';

/** A page for some roles: others, who came by a link, are told whom to ask instead of what they cannot do there. */
export const OnlyFor = ({
  me,
  action,
  children,
}: {
  me: Me;
  action: Me['permissions'][number]['action'];
  children: ReactNode;
}) => {
  const t = useT();
  if (mayDo(me, action)) return <>{children}</>;
  return (
    <>
      <PageHeader title={t(frameWords.noAccessTitle)} />
      <Panel>
        <Empty
          icon={<IconLock size={24} stroke={1.6} aria-hidden />}
          title={t(frameWords.noAccess)}
          hint={t(frameWords.noAccessHint)(
            [...new Set(me.user.grants.map(({ role }) => t(frameWords[role])))].join(', '),
          )}
          action={
            <Button component={Link} href="/" variant="default">
              {t(frameWords.backToOverview)}
            </Button>
          }
        />
      </Panel>
    </>
  );
};
