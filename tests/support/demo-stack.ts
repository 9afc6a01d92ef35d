import { type ControllerProcess, runController } from './run-controller.ts';
import { waitUntil } from './wait-until.ts';

export type DemoStack = Readonly<{
  url: string;
  /** The one-time links as a newcomer reads them from the terminal. */
  links: Readonly<{ administrator: string; editor: string; approver: string; viewer: string }>;
  stop: () => Promise<void>;
}>;

const linkOf = (printed: string, role: string): string | undefined =>
  new RegExp(`\\(${role}\\)\\s+(http://\\S+)`).exec(printed)?.[1];

/** What `npm run demo` starts, on free ports and in a folder of its own: the controller and its fleet of 1,000. */
export const startDemo = async (): Promise<DemoStack> => {
  const controller: ControllerProcess = await runController({ args: ['--demo'], deadlineMs: 180_000 });
  try {
    const links = await waitUntil('the sign-in links', () => {
      const printed = controller.printed();
      const administrator = linkOf(printed, 'administrator');
      const viewer = linkOf(printed, 'viewer');
      const editor = linkOf(printed, 'editor');
      const approver = linkOf(printed, 'approver');
      return administrator && editor && approver && viewer
        ? { administrator, editor, approver, viewer }
        : null;
    });
    return { url: controller.url, links, stop: controller.stop };
  } catch (error) {
    await controller.stop();
    throw error;
  }
};
