import { PasswordInput } from '@mantine/core';
import { useT } from '../../i18n/language.tsx';
import { signInWords } from './sign-in-words.ts';

/** One field, which can be shown: typing blind twice makes mistakes, not safety (NIST SP 800-63B-4, 3.1.1.2). */
export const NewPasswordFields = ({
  username,
  value,
  onChange,
}: {
  username: string;
  value: string;
  onChange: (password: string) => void;
}) => {
  const t = useT();
  return (
    <>
      {/* For password managers, which otherwise do not know whose password they keep. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordInput
        label={t(signInWords.newPassword)}
        description={t(signInWords.newPasswordHint)}
        name="new-password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </>
  );
};
