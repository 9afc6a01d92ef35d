import { createRoot } from 'react-dom/client';
import './theme/styles.css';
import { createApi } from './api/api.ts';
import { App } from './app.tsx';
import { createServerClock } from './live/server-clock.ts';

const root = document.getElementById('root');
if (root) {
  const clock = createServerClock({ localNow: Date.now });
  createRoot(root).render(<App api={createApi({ clock })} clock={clock} />);
}
