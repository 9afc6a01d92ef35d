import type {
  Announcement,
  AnnouncementDevices,
  AnnouncementPage,
  AnnouncementRequest,
  AnnouncementRequestList,
  CreateAnnouncement,
  Dispatch,
  DispatchPage,
  DryRun,
  EmergencyClips,
  InboxEntry,
  InboxPage,
  Incident,
  IncidentPage,
  Policy,
  PolicySaved,
  PriorityOrder,
  PutPolicy,
} from '../../../controller/http/api-type.ts';
import { apiUrl, type Filter, getJson, sendJson } from './client.ts';

const id = encodeURIComponent;

export type IncidentFilter = Filter<'area' | 'state' | 'type'>;
export type DryRunFilter = Filter<'area' | 'cluster' | 'from' | 'to'>;
export type SendBulletin = Readonly<{
  bulletinId: string;
  targets: readonly Readonly<{ areaCode: string }>[];
  note?: string;
}>;

/** What is in force now, what goes wrong, what may sound and what will: the part of the API about the broadcast itself. */
export const createBroadcastCalls = () => ({
  announcements: (filter: Filter<'area' | 'state' | 'cursor' | 'limit'>, signal?: AbortSignal) =>
    getJson<AnnouncementPage>(apiUrl('/announcements', filter), signal),
  announcement: (announcementId: string, signal?: AbortSignal) =>
    getJson<Announcement>(apiUrl(`/announcements/${id(announcementId)}`), signal),
  announcementDevices: (announcementId: string, filter: Filter<'state' | 'cursor'>, signal?: AbortSignal) =>
    getJson<AnnouncementDevices>(apiUrl(`/announcements/${id(announcementId)}/devices`, filter), signal),
  emergencyClips: (area: string, signal?: AbortSignal) =>
    getJson<EmergencyClips>(apiUrl('/emergency-clips', { area }), signal),
  startAnnouncement: (start: CreateAnnouncement) =>
    sendJson<Announcement | AnnouncementRequest>('POST', apiUrl('/announcements'), start),
  announcementRequests: (signal?: AbortSignal) =>
    getJson<AnnouncementRequestList>(apiUrl('/announcement-requests'), signal),
  confirmRequest: (requestId: string) =>
    sendJson<Announcement>('POST', apiUrl(`/announcement-requests/${id(requestId)}/confirm`), {}),
  breakGlass: (requestId: string, reason: string) =>
    sendJson<Announcement>('POST', apiUrl(`/announcement-requests/${id(requestId)}/break-glass`), { reason }),
  refuseRequest: (requestId: string) =>
    sendJson<AnnouncementRequest>('POST', apiUrl(`/announcement-requests/${id(requestId)}/refuse`), {}),
  withdrawRequest: (requestId: string) =>
    sendJson<AnnouncementRequest>('POST', apiUrl(`/announcement-requests/${id(requestId)}/withdraw`), {}),
  /** Ends a sound early, lifts a stop. */
  endAnnouncement: (announcementId: string, reason: string) =>
    sendJson<Announcement>(
      'POST',
      apiUrl(`/announcements/${id(announcementId)}/end`),
      reason === '' ? {} : { reason },
    ),

  incidents: (filter: IncidentFilter & Filter<'cursor' | 'limit'>, signal?: AbortSignal) =>
    getJson<IncidentPage>(apiUrl('/incidents', filter), signal),
  /** Somebody has seen it and looks after it. */
  acknowledgeIncident: (incidentId: string, note: string) =>
    sendJson<Incident>(
      'POST',
      apiUrl(`/incidents/${id(incidentId)}/acknowledge`),
      note === '' ? {} : { note },
    ),
  closeIncident: (incidentId: string, note: string) =>
    sendJson<Incident>('POST', apiUrl(`/incidents/${id(incidentId)}/close`), note === '' ? {} : { note }),

  policy: (areaCode: string, signal?: AbortSignal) =>
    getJson<Policy>(apiUrl(`/policies/${id(areaCode)}`), signal),
  putPolicy: (areaCode: string, rules: PutPolicy['rules']) =>
    sendJson<PolicySaved>('PUT', apiUrl(`/policies/${id(areaCode)}`), { rules }),

  dryRun: (filter: DryRunFilter, signal?: AbortSignal) => getJson<DryRun>(apiUrl('/dry-run', filter), signal),
  /** The commune's own order among items of priority that collide on a date; answers with that day's dry run. */
  putPriorityOrder: (areaCode: string, date: string, itemIds: readonly string[]) =>
    sendJson<DryRun>('PUT', apiUrl(`/priority-orders/${id(areaCode)}/${date}`), { itemIds }),

  priorityOrder: (areaCode: string, date: string, signal?: AbortSignal) =>
    getJson<PriorityOrder>(apiUrl(`/priority-orders/${id(areaCode)}/${date}`), signal),

  inbox: (filter: Filter<'area' | 'state' | 'cursor'>, signal?: AbortSignal) =>
    getJson<InboxPage>(apiUrl('/inbox', filter), signal),
  placeFromInbox: (
    entry: Pick<InboxEntry, 'dispatchId' | 'to'>,
    sessionId: string,
    dates: readonly string[],
  ) =>
    sendJson<InboxEntry>('POST', apiUrl(`/inbox/${id(entry.dispatchId)}/${entry.to.code}/place`), {
      sessionId,
      dates,
    }),
  declineFromInbox: (entry: Pick<InboxEntry, 'dispatchId' | 'to'>, reason: string) =>
    sendJson<InboxEntry>('POST', apiUrl(`/inbox/${id(entry.dispatchId)}/${entry.to.code}/decline`), {
      reason,
    }),
  sendBulletin: (send: SendBulletin) => sendJson<Dispatch>('POST', apiUrl('/dispatches'), send),
  dispatches: (filter: Filter<'area' | 'cursor'>, signal?: AbortSignal) =>
    getJson<DispatchPage>(apiUrl('/dispatches', filter), signal),
  dispatch: (dispatchId: string, signal?: AbortSignal) =>
    getJson<Dispatch>(apiUrl(`/dispatches/${id(dispatchId)}`), signal),
});
