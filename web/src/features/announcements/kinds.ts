import type { AnnouncementDevices, CreateAnnouncement } from '../../../../controller/http/api-type.ts';

export type Target = CreateAnnouncement['targets'][number];
export type AnnouncementDevice = AnnouncementDevices['items'][number];
