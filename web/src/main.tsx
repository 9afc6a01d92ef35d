import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import './theme/styles.css';
import { createApi } from './api/api.ts';
import { App } from './app.tsx';
import { createServerClock } from './live/server-clock.ts';
import { styleNonce } from './theme/style-nonce.ts';

// What Mantine's dialogs use to hold the page still writes a style element of its own.
setNonce(styleNonce());
const root = document.getElementById('root');
if (root) {
  const clock = createServerClock({ localNow: Date.now });
  createRoot(root).render(<App api={createApi({ clock })} clock={clock} />);
}
