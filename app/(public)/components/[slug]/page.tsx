import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { discovery } from "#app/(public)/discovery.ts";
import { viewOf, wordsNow } from "#app/(public)/look.ts";
import { ComponentPage } from "#components/page/component-page.tsx";
import { tabOf } from "#components/page/headline.ts";
import { claimed } from "#components/page/view.ts";
import { writtenIn } from "#components/page/written.tsx";
import { runtime } from "#lib/runtime.ts";
import { readPublicComponent } from "#lib/services/read-component.ts";
import "#app/(public)/past.css";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ slug: string }> };

const componentNow = cache(async (slug: string) => {
  const read = await readPublicComponent(runtime().db, slug, Date.now());
  if (!read) return null;
  return { read, view: await viewOf(read, `/components/${read.component.slug}`) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await componentNow((await params).slug);
  if (!found) return { title: (await wordsNow()).say("missing.title") };
  const { read, view } = found;
  const { status } = read.component;
  const name = writtenIn(view, read.component.name);
  const now = view.words.say("component.tab", { name, status: view.words.say(`status.${status}`) });
  const words = view.isCurrent ? now : name;
  const { title, icon } = tabOf(words, read.page.name, claimed(status, view));
  const description = view.words.say("component.description", { words });
  return {
    title,
    icons: { icon },
    ...discovery(view, { title, description, siteName: read.page.name }),
  };
}

export default async function Page({ params }: Props) {
  const found = await componentNow((await params).slug);
  if (!found) notFound();
  return <ComponentPage read={found.read} view={found.view} />;
}
