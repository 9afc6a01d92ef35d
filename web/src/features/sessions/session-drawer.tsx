import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import type { Bulletin, Me, Session } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { SessionDone } from './session-done.tsx';
import { SessionForm } from './session-form.tsx';
import { sessionWords } from './session-words.ts';

interface SessionDrawerProps {
  readonly me: Me;
  readonly opened: boolean;
  onClose(): void;
  /** What is known already when the form opens. */
  readonly start: { readonly bulletins: readonly Bulletin[]; readonly areaCode?: string };
}

const Content = ({ me, start, onClose }: Omit<SessionDrawerProps, 'opened'>) => {
  const [made, setMade] = useState<Session | null>(null);
  return made ? (
    <SessionDone session={made} onClose={onClose} onAnother={() => setMade(null)} />
  ) : (
    <SessionForm me={me} start={start} onMade={setMade} />
  );
};

/** From a bulletin, or from nothing, to a session on air. */
export const SessionDrawer = ({ opened, onClose, ...rest }: SessionDrawerProps) => {
  const t = useT();
  const phone = useMediaQuery('(max-width: 40em)');
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={t(sessionWords.formTitle)}
      size={phone ? '100%' : 'lg'}
      keepMounted={false}
    >
      <Content {...rest} onClose={onClose} />
    </Drawer>
  );
};
