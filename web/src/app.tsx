import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { Api } from './api/api.ts';
import { ConnectionProvider } from './api/api-context.tsx';
import { createQueryClient } from './api/query-client.ts';
import { LanguageProvider } from './i18n/language.tsx';
import type { ServerClock } from './live/server-clock.ts';
import { Routes } from './routes.tsx';
import { cssVariablesResolver } from './theme/css-variables.ts';
import { styleNonce } from './theme/style-nonce.ts';
import { theme } from './theme/theme.ts';

export const App = ({ api, clock }: { api: Api; clock: ServerClock }) => {
  const [queryClient] = useState(createQueryClient);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <LanguageProvider>
        <ConnectionProvider api={api} clock={clock}>
          <QueryClientProvider client={queryClient}>
            <Notifications position="top-right" />
            <Routes />
          </QueryClientProvider>
        </ConnectionProvider>
      </LanguageProvider>
    </MantineProvider>
  );
};
