import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { discovery, withoutTwins } from "#app/(public)/discovery.ts";
import { viewOf, wordsNow } from "#app/(public)/look.ts";
import { pageStatus, tabOf } from "#components/page/headline.ts";
import { HistoryPage, historyPath } from "#components/page/history-page.tsx";
import { writtenIn } from "#components/page/written.tsx";
import type { HistoryKind } from "#lib/domain/history.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicHistory } from "#lib/services/read-history.ts";
import "#app/(public)/past.css";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ rest?: string[] }> };

const SHAPE =
  /^(?:(\d{4}-(?:0[1-9]|1[0-2]))(?:\/|$))?(?:components\/([a-z0-9-]{1,80})(?:\/|$))?(incidents|maintenance)?$/;

const historyNow = cache(async (path: string) => {
  const parts = SHAPE.exec(path);
  if (!parts) return null;
  const asked = { month: parts[1] ?? null, component: parts[2] ?? null, kind: (parts[3] ?? "all") as HistoryKind };
  const read = await readPublicHistory(runtime().db, asked, Date.now());
  if (!read) return null;
  return { read, view: await viewOf(read, historyPath(asked.month, asked.component, asked.kind)) };
});

const pathOf = async ({ params }: Props) => ((await params).rest ?? []).join("/");

export async function generateMetadata(props: Props): Promise<Metadata> {
  const found = await historyNow(await pathOf(props));
  if (!found) return { title: (await wordsNow()).say("missing.title") };
  const { read, view } = found;
  const month = view.words.month(read.month);
  const words = read.component
    ? view.words.say("history.tabOf", { name: writtenIn(view, read.component.name), month })
    : view.words.say("history.tab", { month });
  const { title, icon } = tabOf(words, read.page.name, pageStatus(read, view));
  const description = view.words.say("history.description", { month });
  const { alternates, ...rest } = discovery(view, { title, description, siteName: read.page.name });
  return { title, icons: { icon }, ...rest, alternates: withoutTwins(alternates) };
}

export default async function Page(props: Props) {
  const found = await historyNow(await pathOf(props));
  if (!found) notFound();
  return <HistoryPage history={found.read} view={found.view} />;
}
