import type { Metadata } from "next";
import { pathIn } from "#lib/domain/language.ts";
import { lookNow, wordsNow } from "./look.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await wordsNow()).say("missing.title"), icons: { icon: "/icon-unknown.svg" } };
}

export default async function NotFound() {
  const [words, { ownLanguage }] = await Promise.all([wordsNow(), lookNow()]);
  return (
    <div className="w">
      <main>
        <h1>{words.say("missing.heading")}</h1>
        <p>{words.say("missing.words")}</p>
        <p>
          <a className="btn" href={pathIn(words.language, ownLanguage, "/")}>
            {words.say("missing.link")}
          </a>
        </p>
      </main>
    </div>
  );
}
