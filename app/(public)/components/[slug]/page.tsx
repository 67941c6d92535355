import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { discovery } from "#app/(public)/discovery.ts";
import { isCurrent } from "#app/(public)/variant.ts";
import { ComponentPage } from "#components/page/component-page.tsx";
import { tabOf } from "#components/page/headline.ts";
import { STATUS_WORDS } from "#components/page/status-mark.tsx";
import { claimed } from "#components/page/view.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicComponent } from "#lib/services/read-component.ts";
import "#app/(public)/past.css";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ slug: string }> };

const componentNow = cache(async (slug: string) => {
  const read = await readPublicComponent(runtime().db, slug, Date.now());
  if (!read) return null;
  return { read, view: { at: read.at, timeZone: read.page.timeZone, isCurrent: await isCurrent() } };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await componentNow((await params).slug);
  if (!found) return { title: "Not found" };
  const { read, view } = found;
  const { name, slug, status } = read.component;
  const words = view.isCurrent ? `${name}: ${STATUS_WORDS[status]}` : name;
  const { title, icon } = tabOf(words, read.page.name, claimed(status, view));
  const description = `${words}. Its uptime, its past 90 days, and what is planned.`;
  return {
    title,
    icons: { icon },
    ...discovery(`/components/${slug}`, { title, description, siteName: read.page.name }),
  };
}

export default async function Page({ params }: Props) {
  const found = await componentNow((await params).slug);
  if (!found) notFound();
  return <ComponentPage read={found.read} view={found.view} />;
}
