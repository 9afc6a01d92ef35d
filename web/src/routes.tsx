import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import type { Me } from '../../controller/http/api-type.ts';
import { useApi } from './api/api-context.tsx';
import { asProblem } from './api/problem.ts';
import { meQuery } from './api/queries.ts';
import { OverviewPage } from './features/overview/overview-page.tsx';
import { Frame } from './frame/frame.tsx';
import { NotFound } from './frame/not-found.tsx';
import { OnlyFor } from './frame/only-for.tsx';
import { PageFault } from './frame/page-fault.tsx';
import { useT } from './i18n/language.tsx';
import { LiveProvider } from './live/live-provider.tsx';
import {
  AccountPage,
  AnnouncementsPage,
  AreaPage,
  AsRunPage,
  AuditPage,
  BulletinPage,
  BulletinsPage,
  ChoosePasswordPage,
  ClusterPage,
  ClustersPage,
  DistrictsPage,
  DryRunPage,
  fetchPagesAhead,
  ImportPage,
  InboxPage,
  IncidentsPage,
  InstallPage,
  KeysPage,
  NoticesPage,
  OutboxPage,
  PeoplePage,
  PolicyPage,
  SecondFactorFirst,
  SessionsPage,
  SignInPage,
} from './pages.ts';
import { ProblemAlert } from './ui/problem-alert.tsx';
import { commonWords } from './words/common-words.ts';

/** When the first page has had its turn. */
const AHEAD_AFTER_MS = 3_000;

const Waiting = () => {
  const t = useT();
  return (
    <Center mih="50vh" role="status" aria-label={t(commonWords.loading)}>
      <Loader color="cham" type="bars" />
    </Center>
  );
};

const SignedInRoutes = ({ me }: { me: Me }) => {
  const [path] = useLocation();
  useEffect(() => {
    const timer = setTimeout(fetchPagesAhead, AHEAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <LiveProvider>
      <Frame me={me}>
        <PageFault key={path}>
          <Suspense fallback={<Waiting />}>
            <Switch>
              <Route path="/">
                <OverviewPage me={me} />
              </Route>
              <Route path="/buoi-phat">
                <SessionsPage me={me} />
              </Route>
              <Route path="/ban-tin">
                <BulletinsPage me={me} />
              </Route>
              <Route path="/ban-tin/:id">
                {({ id }) => <BulletinPage key={id} me={me} bulletinId={id} />}
              </Route>
              <Route path="/cum-loa">
                <ClustersPage me={me} />
              </Route>
              <Route path="/cum-loa/nhap">
                <OnlyFor me={me} action="devices.write">
                  <ImportPage />
                </OnlyFor>
              </Route>
              <Route path="/install">
                <OnlyFor me={me} action="devices.write">
                  <InstallPage me={me} />
                </OnlyFor>
              </Route>
              <Route path="/cum-loa/:id">{({ id }) => <ClusterPage key={id} me={me} clusterId={id} />}</Route>
              <Route path="/nhat-ky">
                <AsRunPage me={me} />
              </Route>
              <Route path="/khan-cap">
                <AnnouncementsPage me={me} />
              </Route>
              <Route path="/su-co">
                <IncidentsPage me={me} />
              </Route>
              <Route path="/du-kien">
                <DryRunPage me={me} />
              </Route>
              <Route path="/khung-gio">
                <PolicyPage me={me} />
              </Route>
              <Route path="/cap-tren-gui">
                <InboxPage me={me} />
              </Route>
              <Route path="/nhat-ky-he-thong">
                <OnlyFor me={me} action="audit.read">
                  <AuditPage me={me} />
                </OnlyFor>
              </Route>
              <Route path="/khoa">
                <OnlyFor me={me} action="audit.read">
                  <KeysPage />
                </OnlyFor>
              </Route>
              <Route path="/thong-bao">
                <NoticesPage me={me} />
              </Route>
              <Route path="/thong-bao/gui-di">
                <OnlyFor me={me} action="webhooks.write">
                  <OutboxPage me={me} />
                </OnlyFor>
              </Route>
              <Route path="/dia-ban/:code">{({ code }) => <AreaPage key={code} me={me} code={code} />}</Route>
              <Route path="/tai-khoan">
                <AccountPage me={me} />
              </Route>
              <Route path="/nguoi-dung">
                <OnlyFor me={me} action="people.write">
                  <PeoplePage me={me} />
                </OnlyFor>
              </Route>
              <Route path="/huyen">
                <DistrictsPage me={me} />
              </Route>
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </PageFault>
      </Frame>
    </LiveProvider>
  );
};

const RequireSignIn = ({ children }: { children: (me: Me) => ReactNode }) => {
  const me = useQuery(meQuery(useApi()));
  const [path] = useLocation();
  const search = useSearch();
  const problem = me.error && asProblem(me.error);
  // What is held stays on show when asking again fails, unless the sign-in has ended.
  if (me.data && problem?.status !== 401) return <>{children(me.data)}</>;
  if (!problem) return <Waiting />;
  if (problem.status === 401) {
    const next = `${path}${search ? `?${search}` : ''}`;
    const { hash } = window.location;
    const target = next === '/' ? '/dang-nhap' : `/dang-nhap?tiep=${encodeURIComponent(next)}`;
    return <Redirect to={`${target}${hash}`} />;
  }
  return (
    <Center mih="100vh" p="lg">
      <ProblemAlert problem={problem} onRetry={() => void me.refetch()} />
    </Center>
  );
};

export const Routes = () => (
  <Switch>
    <Route path="/dang-nhap">
      <Suspense fallback={<Waiting />}>
        <SignInPage />
      </Suspense>
    </Route>
    <Route path="/chon-mat-khau">
      <Suspense fallback={<Waiting />}>
        <ChoosePasswordPage />
      </Suspense>
    </Route>
    <Route>
      <RequireSignIn>
        {(me) =>
          me.secondFactor === 'owed' ? (
            <Suspense fallback={<Waiting />}>
              <SecondFactorFirst />
            </Suspense>
          ) : (
            <SignedInRoutes me={me} />
          )
        }
      </RequireSignIn>
    </Route>
  </Switch>
);
