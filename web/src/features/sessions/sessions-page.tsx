import { Button, Tabs } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearch } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { AreaSelect } from '../../ui/area-select.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ComingSessions } from './coming-sessions.tsx';
import { SessionDrawer } from './session-drawer.tsx';
import { SessionList } from './session-list.tsx';
import { sessionWords } from './session-words.ts';
import styles from './sessions-page.module.css';

export const SessionsPage = ({ me }: { me: Me }) => {
  const t = useT();
  const search = useSearch();
  const [area, setArea] = useState<string>(me.user.area.code);
  const [scheduling, setScheduling] = useState(() => new URLSearchParams(search).has('dat-lich'));
  const mayChange = mayDo(me, 'sessions.write');
  const atHome = area === me.user.area.code;

  return (
    <>
      <PageHeader
        title={t(sessionWords.title)}
        lead={t(sessionWords.lead)}
        actions={
          mayChange ? (
            <Button
              size="md"
              leftSection={<IconCalendarPlus size={20} stroke={1.8} aria-hidden />}
              onClick={() => setScheduling(true)}
            >
              {t(sessionWords.schedule)}
            </Button>
          ) : null
        }
      />
      <Tabs defaultValue="coming" keepMounted={false}>
        <div className={styles.bar}>
          <Tabs.List className={styles.tabs}>
            <Tabs.Tab value="coming">{t(sessionWords.coming)}</Tabs.Tab>
            <Tabs.Tab value="all">{t(sessionWords.all)}</Tabs.Tab>
          </Tabs.List>
          <div className={styles.area}>
            <AreaSelect
              me={me}
              label={t(sessionWords.areaFilter)}
              value={area}
              onChange={(code) => setArea(code ?? me.user.area.code)}
            />
          </div>
        </div>
        <Tabs.Panel value="coming">
          <ComingSessions area={area} mayChange={mayChange} />
        </Tabs.Panel>
        <Tabs.Panel value="all">
          <SessionList area={area} mayChange={mayChange} />
        </Tabs.Panel>
      </Tabs>
      <SessionDrawer
        me={me}
        opened={scheduling}
        onClose={() => setScheduling(false)}
        start={{ bulletins: [], ...(atHome ? {} : { areaCode: area }) }}
      />
    </>
  );
};
