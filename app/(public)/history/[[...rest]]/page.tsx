import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { discovery } from "#app/(public)/discovery.ts";
import { isCurrent } from "#app/(public)/variant.ts";
import { pageStatus, tabOf } from "#components/page/headline.ts";
import { HistoryPage, historyPath } from "#components/page/history-page.tsx";
import { monthName } from "#components/page/month-words.ts";
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
  return { read, path: historyPath(asked.month, asked.component, asked.kind), view: await viewOf(read) };
});

async function viewOf(read: { at: number; page: { timeZone: string } }) {
  return { at: read.at, timeZone: read.page.timeZone, isCurrent: await isCurrent() };
}

const pathOf = async ({ params }: Props) => ((await params).rest ?? []).join("/");

export async function generateMetadata(props: Props): Promise<Metadata> {
  const found = await historyNow(await pathOf(props));
  if (!found) return { title: "Not found" };
  const { read, view, path } = found;
  const words = `History of ${read.component ? `${read.component.name}, ` : ""}${monthName(read.month)}`;
  const { title, icon } = tabOf(words, read.page.name, pageStatus(read, view));
  const description = `Incidents and planned work in ${monthName(read.month)}.`;
  const { alternates, ...rest } = discovery(path, { title, description, siteName: read.page.name });
  return { title, icons: { icon }, ...rest, alternates: { canonical: alternates?.canonical ?? path } };
}

export default async function Page(props: Props) {
  const found = await historyNow(await pathOf(props));
  if (!found) notFound();
  return <HistoryPage history={found.read} view={found.view} />;
}
