import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createLog } from './adapters/log.ts';
import { composeController, type RunningController } from './compose.ts';
import { type Config, readConfig } from './config.ts';
import { createDemo } from './demo/demo.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const fail = (sentence: string): never => {
  console.error(sentence);
  process.exit(1);
};

/** Below this a preset password is taken, since a person chose it, but not without a word. */
const shortPassword = 12;

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const arguments_ = (): { demo: boolean } => {
  try {
    return { demo: parseArgs({ options: { demo: { type: 'boolean', default: false } } }).values.demo };
  } catch (error) {
    return fail(`${sentenceOf(error)}. Usage: controller/main.ts [--demo]`);
  }
};

const printWelcome = (controller: RunningController): void => {
  console.log(`\ntruyenthanh: ${controller.httpUrl}`);
  if (controller.tlsFingerprint !== null)
    console.log(`Certificate authority of this server, SHA-256: ${controller.tlsFingerprint}`);
  if (controller.generatedPassword !== null) {
    console.log('First administrator, shown this once:');
    console.log(`  admin / ${controller.generatedPassword}`);
  }
};

const run = async (config: Config, isDemo: boolean): Promise<void> => {
  const log = createLog(config.logLevel);
  if (config.adminPassword !== null && config.adminPassword.length < shortPassword) {
    log.warn(
      {},
      `ADMIN_PASSWORD has fewer than ${shortPassword} characters: choose a longer one before anybody else can reach this server`,
    );
  }
  const pageDir = join(root, 'web', 'dist');
  if (!existsSync(pageDir)) fail('The page is not built yet: run `npm run build` first.');
  const demo = isDemo ? createDemo({ root, dataDir: config.dataDir, log }) : null;
  const controller = await composeController({
    config,
    env: process.env,
    log,
    pageDir,
    demo: demo?.hooks ?? null,
  });
  log.info(
    { http: controller.httpUrl, ...controller.mqttPorts, tlsFingerprint: controller.tlsFingerprint },
    'The controller is ready',
  );
  printWelcome(controller);
  await demo?.open(controller, console.log);

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'Stopping');
    await demo?.stop();
    await controller.stop();
    process.exit(0);
  };
  // Certificates were renewed. Without a listener the signal would end the process.
  process.on('SIGHUP', () => void controller.reload());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
};

const { demo } = arguments_();
// A newcomer reads what the demo prints, and comes in without a telephone; its log speaks up only when something
// is wrong.
const configuration = readConfig(
  demo ? { LOG_LEVEL: 'warn', NOTICES: 'outbox', SECOND_FACTOR: 'optional', ...process.env } : process.env,
);
if (!configuration.ok) fail(configuration.sentence);
else await run(configuration.config, demo).catch((error: unknown) => fail(sentenceOf(error)));
