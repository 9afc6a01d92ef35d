import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Me } from '../../../../controller/http/api-type.ts';
import { useT } from '../../i18n/language.tsx';
import { CodeForm } from './code-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { SignInLayout } from './sign-in-layout.tsx';
import { signInWords } from './sign-in-words.ts';

/** Only paths of this page: an address in a link must not lead anywhere else after signing in. */
const safeNext = (search: string): string => {
  const next = new URLSearchParams(search).get('tiep') ?? '/';
  return next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
};

export const SignInPage = () => {
  const t = useT();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const search = useSearch();
  const [owesCode, setOwesCode] = useState(false);

  const enter = (me: Me): void => {
    client.clear();
    client.setQueryData(['me'], me);
    // What stands behind # goes along: the code of a receiver, which no server must be told.
    navigate(`${safeNext(search)}${window.location.hash}`, { replace: true });
  };

  return (
    <SignInLayout title={t(owesCode ? signInWords.codeTitle : signInWords.title)}>
      {owesCode ? (
        <CodeForm onSignedIn={enter} onBack={() => setOwesCode(false)} />
      ) : (
        <PasswordForm onSignedIn={enter} onOwesCode={() => setOwesCode(true)} />
      )}
    </SignInLayout>
  );
};
