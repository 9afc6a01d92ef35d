import { type ComponentType, lazy } from 'react';

/** Each page is a part of its own, so that the first one comes quickly. */
const lazyPage = <Props>(load: () => Promise<ComponentType<Props>>) =>
  Object.assign(
    lazy(async () => ({ default: await load() })),
    { load },
  );

export const SignInPage = lazyPage(
  async () => (await import('./features/sign-in/sign-in-page.tsx')).SignInPage,
);
export const ChoosePasswordPage = lazyPage(
  async () => (await import('./features/sign-in/choose-password-page.tsx')).ChoosePasswordPage,
);
export const SecondFactorFirst = lazyPage(
  async () => (await import('./features/account/second-factor-first.tsx')).SecondFactorFirst,
);
export const AccountPage = lazyPage(
  async () => (await import('./features/account/account-page.tsx')).AccountPage,
);
export const PeoplePage = lazyPage(
  async () => (await import('./features/people/people-page.tsx')).PeoplePage,
);
export const SessionsPage = lazyPage(
  async () => (await import('./features/sessions/sessions-page.tsx')).SessionsPage,
);
export const BulletinsPage = lazyPage(
  async () => (await import('./features/bulletins/bulletins-page.tsx')).BulletinsPage,
);
export const BulletinPage = lazyPage(
  async () => (await import('./features/bulletins/bulletin-page.tsx')).BulletinPage,
);
export const ClustersPage = lazyPage(
  async () => (await import('./features/clusters/clusters-page.tsx')).ClustersPage,
);
export const ClusterPage = lazyPage(
  async () => (await import('./features/clusters/cluster-page.tsx')).ClusterPage,
);
export const ImportPage = lazyPage(
  async () => (await import('./features/clusters/import-page.tsx')).ImportPage,
);
export const InstallPage = lazyPage(
  async () => (await import('./features/install/install-page.tsx')).InstallPage,
);
export const AsRunPage = lazyPage(async () => (await import('./features/as-run/as-run-page.tsx')).AsRunPage);
export const AreaPage = lazyPage(async () => (await import('./features/areas/area-page.tsx')).AreaPage);
export const DistrictsPage = lazyPage(
  async () => (await import('./features/areas/districts-page.tsx')).DistrictsPage,
);
export const AnnouncementsPage = lazyPage(
  async () => (await import('./features/announcements/announcements-page.tsx')).AnnouncementsPage,
);
export const IncidentsPage = lazyPage(
  async () => (await import('./features/incidents/incidents-page.tsx')).IncidentsPage,
);
export const DryRunPage = lazyPage(
  async () => (await import('./features/dry-run/dry-run-page.tsx')).DryRunPage,
);
export const PolicyPage = lazyPage(
  async () => (await import('./features/policy/policy-page.tsx')).PolicyPage,
);
export const AuditPage = lazyPage(async () => (await import('./features/audit/audit-page.tsx')).AuditPage);
export const KeysPage = lazyPage(async () => (await import('./features/keys/keys-page.tsx')).KeysPage);
export const NoticesPage = lazyPage(
  async () => (await import('./features/notices/notices-page.tsx')).NoticesPage,
);
export const OutboxPage = lazyPage(
  async () => (await import('./features/notices/outbox-page.tsx')).OutboxPage,
);
export const InboxPage = lazyPage(async () => (await import('./features/inbox/inbox-page.tsx')).InboxPage);

/**
 * Fetches the parts of all pages, so that the next one opens at once, and opens at all while the server is away.
 * A part that does not come now is asked for again when its page is opened.
 */
export const fetchPagesAhead = (): void => {
  for (const page of [
    SessionsPage,
    BulletinsPage,
    BulletinPage,
    ClustersPage,
    ClusterPage,
    ImportPage,
    InstallPage,
    AsRunPage,
    AreaPage,
    DistrictsPage,
    AnnouncementsPage,
    IncidentsPage,
    DryRunPage,
    PolicyPage,
    InboxPage,
    AuditPage,
    KeysPage,
    NoticesPage,
    AccountPage,
    PeoplePage,
  ])
    page.load().catch(() => undefined);
};
