export type TopologyNodeView = {
  address: string;
  role: "primary" | "replica" | "sentinel" | "unknown";
  state: "up" | "down" | "unknown";
  /** "33.3 % of the keys, not in sync"; empty when there is nothing to say. */
  detail: string;
};

export type TopologyView = {
  /** Each primary with who follows it. */
  groups: readonly { primary: TopologyNodeView; replicas: readonly TopologyNodeView[] }[];
  sentinels: readonly TopologyNodeView[];
  /** Nobody's replicas, and what did not say what it is. */
  others: readonly TopologyNodeView[];
};

const ROLE = { primary: "Primary", replica: "Replica", sentinel: "Sentinel", unknown: "Unknown" } as const;
const STATE = {
  up: { word: "up", dot: "bg-ok", edge: "border-line" },
  down: { word: "down", dot: "bg-maj", edge: "border-maj" },
  unknown: { word: "not known", dot: "bg-edge", edge: "border-line" },
} as const;

/** How the nodes of a deployment stand to each other: lists that read as a tree, drawn as one. */
export function TopologyPicture({ topology }: { topology: TopologyView }) {
  const { groups, sentinels, others } = topology;
  return (
    <div className="grid gap-4 rounded-[10px] bg-code px-4 py-4">
      <div className="flex flex-wrap gap-x-8 gap-y-5">
        {groups.map(({ primary, replicas }) => (
          <ul key={primary.address} className="m-0 list-none p-0">
            <li>
              <Node node={primary} />
              {replicas.length === 0 ? null : (
                <ul className="m-0 ml-5 list-none border-l-2 border-edge p-0">
                  {replicas.map((replica) => (
                    <li key={replica.address} className="flex items-center pt-2.5">
                      <span aria-hidden="true" className="h-0.5 w-4 bg-edge" />
                      <Node node={replica} />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          </ul>
        ))}
      </div>
      <Row title="Without a primary" nodes={others} />
      <Row title="Watched over by" nodes={sentinels} />
    </div>
  );
}

function Row({ title, nodes }: { title: string; nodes: readonly TopologyNodeView[] }) {
  if (nodes.length === 0) return null;
  return (
    <div>
      <p className="mt-0 mb-1.5 text-[12.5px] text-mute">{title}</p>
      <ul className="m-0 flex list-none flex-wrap gap-2.5 p-0">
        {nodes.map((node) => (
          <li key={node.address}>
            <Node node={node} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Node({ node }: { node: TopologyNodeView }) {
  const state = STATE[node.state];
  return (
    <div className={`rounded-[9px] border bg-card px-3 py-1.5 ${state.edge}`}>
      <p className="m-0 flex items-center gap-2 text-[13.5px] font-semibold">
        <span aria-hidden="true" className={`inline-block size-2.5 rounded-full ${state.dot}`} />
        {ROLE[node.role]}
        <span className={`text-[12.5px] font-normal ${node.state === "down" ? "text-maj" : "text-mute"}`}>
          {state.word}
        </span>
      </p>
      <p className="m-0 text-[12.5px] break-all text-mute tabular-nums">{node.address}</p>
      {node.detail === "" ? null : <p className="m-0 text-[12.5px]">{node.detail}</p>}
    </div>
  );
}
