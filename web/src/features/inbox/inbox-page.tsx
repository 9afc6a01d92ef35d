import { Button, Drawer, Tabs } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { Me } from '../../../../controller/http/api-type.ts';
import { mayDo } from '../../frame/may-do.ts';
import { useT } from '../../i18n/language.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import styles from './inbox-page.module.css';
import { inboxWords } from './inbox-words.ts';
import { ReceivedList } from './received-list.tsx';
import { SendForm } from './send-form.tsx';
import { SentList } from './sent-list.tsx';

/** What higher levels sent for communes to place; for the higher levels, what became of it. */
export const InboxPage = ({ me }: { me: Me }) => {
  const t = useT();
  const phone = useMediaQuery('(max-width: 40em)');
  const [sending, { open, close }] = useDisclosure(false);
  const { area } = me.user;
  const sends = area.level === 'province' || area.level === 'district';
  const [tab, setTab] = useState<string | null>(sends ? 'sent' : 'received');
  return (
    <>
      <PageHeader
        title={t(inboxWords.title)}
        lead={t(inboxWords.lead)}
        actions={
          sends && mayDo(me, 'dispatches.write') ? (
            <Button size="md" leftSection={<IconSend size={19} stroke={1.8} aria-hidden />} onClick={open}>
              {t(inboxWords.send)}
            </Button>
          ) : null
        }
      />
      {sends ? (
        <Tabs value={tab} onChange={setTab} keepMounted={false}>
          <Tabs.List className={styles.tabs}>
            <Tabs.Tab value="received">{t(inboxWords.received)}</Tabs.Tab>
            <Tabs.Tab value="sent">{t(inboxWords.sent)}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="received">
            <ReceivedList me={me} />
          </Tabs.Panel>
          <Tabs.Panel value="sent">
            <SentList area={area.code} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <ReceivedList me={me} />
      )}
      <Drawer
        opened={sending}
        onClose={close}
        title={t(inboxWords.sendTitle)}
        size={phone ? '100%' : 'lg'}
        keepMounted={false}
      >
        <SendForm
          me={me}
          onSent={() => {
            close();
            setTab('sent');
          }}
        />
      </Drawer>
    </>
  );
};
