import type { Browser } from 'playwright-core';
import type { DemoStack } from '../support/demo-stack.ts';
import type { Screenshots } from '../support/screenshots.ts';

/** What the paths through the demo share: it takes a minute to start. */
export type Stage = Readonly<{ demo: DemoStack; browser: Browser; screenshots: Screenshots }>;
