import type {
  Announcement,
  AnnouncementDevices,
  CreateAnnouncement,
} from '../../../../controller/http/api-type.ts';

export type AnnouncementKind = Announcement['kind'];
export type Target = CreateAnnouncement['targets'][number];
export type AnnouncementDevice = AnnouncementDevices['items'][number];
