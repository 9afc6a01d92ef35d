import { Button } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useT } from '../i18n/language.tsx';
import { Empty } from '../ui/empty.tsx';
import { frameWords } from './frame-words.ts';

const Fault = () => {
  const t = useT();
  return (
    <Empty
      icon={<IconMoodSad size={24} stroke={1.6} aria-hidden />}
      title={t(frameWords.faultTitle)}
      hint={t(frameWords.faultLead)}
      action={<Button onClick={() => location.reload()}>{t(frameWords.reload)}</Button>}
    />
  );
};

/**
 * Stands in for a page that failed, so that the rest stays usable. The usual cause is a page that was open while
 * the controller was renewed: its parts are gone from the server, and loading again brings the new ones.
 */
export class PageFault extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Fault /> : this.props.children;
  }
}
