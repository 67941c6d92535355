import { escapeHtml } from "#lib/domain/markdown.ts";
import { STYLE } from "#lib/front/plain-answers.ts";
import type { PageDoor } from "#lib/services/read-page-door.ts";
import type { Key, Words } from "#lib/words/words.ts";

const FORM =
  "input,button{box-sizing:border-box}form{display:grid;gap:.5rem;max-width:22rem;margin:1.5rem 0}label{font-weight:600}input{font:inherit;padding:.6rem .75rem;border:1px solid #8b8f96;border-radius:8px;background:transparent;color:inherit;min-height:2.75rem}button{font:inherit;font-weight:600;padding:.6rem 1rem;border:0;border-radius:8px;background:#17181a;color:#fff;cursor:pointer;min-height:2.75rem}.wrong{color:#c02026;font-weight:600}@media(prefers-color-scheme:dark){button{background:#edeef0;color:#111213}.wrong{color:#ff7b7f}}";

/**
 * What stands before a private page. It says whose page it is and nothing of what is on it.
 *
 * @param next where to go on to, a path of ours.
 * @param wrong what was wrong with the last try; null: there was none.
 */
export function doorPage(door: PageDoor, words: Words, next: string, wrong: string | null): string {
  const say = (key: Key) => escapeHtml(words.say(key));
  const name = escapeHtml(door.name);
  const path = escapeHtml(next);
  const heading = words
    .pieces<{ html: string }>("door.heading", { name: { html: `<bdi>${name}</bdi>` } })
    .map((piece) => (typeof piece === "string" ? escapeHtml(piece) : piece.html))
    .join("");
  const said = wrong === null ? "" : `<p class="wrong" id="wrong" role="alert">${escapeHtml(wrong)}</p>`;
  const about = wrong === null ? "" : ' aria-invalid="true" aria-describedby="wrong"';
  const form =
    door.password === null
      ? ""
      : `<form method="post" action="/access"><input type="hidden" name="next" value="${path}"><label for="password">${say("door.password")}</label><input id="password" name="password" type="password" required maxlength="200" autocomplete="current-password"${about}><button>${say("door.show")}</button></form>`;
  return [
    `<!doctype html><html lang="${words.tag}" dir="${words.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">`,
    `<title>${say("door.title")} · ${name}</title><style>${STYLE}${FORM}</style></head>`,
    `<body><main><h1>${heading}</h1>${said}${form}<p>${say("door.link")}</p>`,
    `<p>${say("door.operator")} <a href="/console/enter?next=${encodeURIComponent(next)}">${say("door.signIn")}</a></p></main></body></html>`,
  ].join("");
}
