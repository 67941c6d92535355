/** One line of CLUSTER NODES. */
export type ClusterNode = {
  id: string;
  /** `host:port` as it announces itself. */
  address: string;
  isPrimary: boolean;
  /** `fail`: the majority agrees; `suspected`: the speaker alone thinks so. */
  state: "ok" | "suspected" | "fail";
  /** Id of its primary; null for primaries. */
  follows: string | null;
  isLinked: boolean;
  /** How many slots it serves. */
  slots: number;
  /** Slots that are on their way to or from another node. */
  moving: number;
};

/** The nodes one node knows (redis.md §1: judge by the majority of such views). Lines we cannot read are left out. */
export function parseClusterNodes(text: string): ClusterNode[] {
  return text.split(/\r?\n/).flatMap((line): ClusterNode[] => {
    const [id, place, flags, follows, , , , link, ...slots] = line.trim().split(" ");
    if (!id || !place || !flags || flags.includes("noaddr") || flags.includes("handshake")) return [];
    const [address = ""] = place.split("@", 1);
    const ranges = slots.filter((slot) => !slot.startsWith("["));
    return [
      {
        id,
        address: address.split(",", 1)[0] as string,
        isPrimary: flags.includes("master"),
        state: /(^|,)fail(,|$)/.test(flags) ? "fail" : flags.includes("fail?") ? "suspected" : "ok",
        follows: !follows || follows === "-" ? null : follows,
        isLinked: link === "connected",
        slots: ranges.reduce((sum, range) => sum + sizeOf(range), 0),
        moving: slots.length - ranges.length,
      },
    ];
  });
}

function sizeOf(range: string): number {
  const [from = "0", to = from] = range.split("-");
  return Number(to) - Number(from) + 1;
}
