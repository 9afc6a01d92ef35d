import { Link } from 'wouter';
import type { Me } from '../../../controller/http/api-type.ts';
import { useServerNow } from '../api/api-context.tsx';
import { StopControl } from '../features/announcements/stop-control.tsx';
import { localDateOf } from '../format/vietnam-time.ts';
import { useFormat, useT } from '../i18n/language.tsx';
import { useStreamState } from '../live/live-provider.tsx';
import { useServerReached } from '../live/use-server-reached.ts';
import { areaTitle } from '../words/area-name.ts';
import { AccountMenu } from './account-menu.tsx';
import { Bell } from './bell.tsx';
import { BrandMark } from './brand.tsx';
import { DemoLabel } from './demo-label.tsx';
import { frameWords } from './frame-words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { SchemeSwitch } from './scheme-switch.tsx';
import styles from './top-bar.module.css';

const Clock = () => {
  const now = useServerNow();
  const format = useFormat();
  const t = useT();
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()} title={t(frameWords.clockLabel)}>
      <span className={styles.time}>{format.timeWithSeconds(now)}</span>
      <span className={styles.date}>{format.longDate(localDateOf(now))}</span>
    </time>
  );
};

const StreamMark = () => {
  const stream = useStreamState();
  const reached = useServerReached();
  const t = useT();
  const state = stream === 'open' || reached ? stream : 'down';
  const words = {
    down: frameWords.streamDown,
    open: frameWords.streamOpen,
    connecting: frameWords.streamConnecting,
    polling: frameWords.streamPolling,
  };
  return (
    <span className={styles.stream} data-state={state} role="status">
      <span className={styles.dot} aria-hidden />
      {t(words[state])}
    </span>
  );
};

export const TopBar = ({ me }: { me: Me }) => {
  const t = useT();
  return (
    <header className={styles.bar}>
      <Link href="/" className={styles.brand}>
        <BrandMark size={32} />
        <span className={styles.names}>
          <span className={styles.product}>{t(frameWords.product)}</span>
          <span className={styles.area}>{areaTitle(me.user.area)}</span>
        </span>
      </Link>
      <div className={styles.demo}>{me.demo ? <DemoLabel /> : null}</div>
      <div className={styles.tools}>
        <StreamMark />
        <Clock />
        <StopControl me={me} />
        <LanguageSwitch />
        <span className={styles.scheme}>
          <SchemeSwitch />
        </span>
        <Bell />
        <AccountMenu me={me} />
      </div>
    </header>
  );
};
