import type { Me } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import styles from './account.module.css';
import { accountWords } from './account-words.ts';
import { PasswordPanel } from './password-panel.tsx';
import { SecondFactorPanel } from './second-factor-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { TokensPanel } from './tokens-panel.tsx';

/** What everybody decides for himself. */
export const AccountPage = ({ me }: { me: Me }) => {
  const t = useT();
  return (
    <>
      <PageHeader title={t(accountWords.title)} lead={t(accountWords.lead)(me.user.username)} />
      <div className={styles.grid}>
        <PasswordPanel me={me} />
        <SecondFactorPanel me={me} />
        <SessionsPanel />
        <TokensPanel me={me} />
      </div>
    </>
  );
};
