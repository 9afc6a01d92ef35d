export type ClusterRow = {
  id: string;
  areaKey: string;
  zoneKey: string | null;
  name: string;
  latitude: number | null;
  longitude: number | null;
  horns: number;
  watts: number;
  createdAt: number;
  /** When it was taken down for good; its id stays, for sessions and history that name it. */
  retiredAt: number | null;
  isDemo: boolean;
};

/** In which commune and zone a cluster stood from one instant to another; null for until now. */
export type PlacementRow = {
  clusterId: string;
  areaKey: string;
  zoneKey: string | null;
  fromAt: number;
  toAt: number | null;
};

/** The picture of a place; its bytes lie in the data folder under their hash. */
export type ClusterPhotoRow = {
  clusterId: string;
  sha256: string;
  sizeBytes: number;
  takenAt: number;
  takenBy: string;
};

export type ClusterStore = Readonly<{
  all: () => Promise<ClusterRow[]>;
  /** Each stands where its row says from its making on. */
  insert: (rows: readonly ClusterRow[]) => Promise<void>;
  /** Replaces the row of that id, but for its commune: that takes a move. */
  update: (cluster: ClusterRow) => Promise<void>;
  /** Closes the placement in force at `at` and opens another one. */
  move: (move: { clusterId: string; areaKey: string; zoneKey: string | null; at: number }) => Promise<void>;
  /** Placements that are over, oldest first. */
  pastPlacements: () => Promise<PlacementRow[]>;
  putPhoto: (photo: ClusterPhotoRow) => Promise<void>;
  photo: (clusterId: string) => Promise<ClusterPhotoRow | null>;
}>;
