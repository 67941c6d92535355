import type { Metadata } from "next";
import { clientAddress } from "#app/console/client-address.ts";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import {
  announceAction,
  makeLinkAction,
  revokeLinkAction,
  saveAccessAction,
  saveBasicsAction,
  saveCssAction,
  saveLanguagesAction,
  saveLogoAction,
  saveLookAction,
} from "#app/console/page-actions.ts";
import { AccessForm, LinkForm } from "#components/console/access-forms.tsx";
import { LanguagesForm } from "#components/console/languages-form.tsx";
import { LookForm } from "#components/console/look-form.tsx";
import { AnnouncementForm, BasicsForm, CssForm, LogoForm } from "#components/console/page-forms.tsx";
import { PageLinks } from "#components/console/page-links.tsx";
import { PagePart } from "#components/console/page-part.tsx";
import { Shell } from "#components/console/shell.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { formatMoment } from "#lib/domain/duration.ts";
import { localOf } from "#lib/domain/local-time.ts";
import { LOGO_TYPES } from "#lib/domain/logo.ts";
import { pageLinkToken } from "#lib/services/page-pass.ts";
import { pageLogo, pageSettings } from "#lib/services/page-settings.ts";
import { listPageLinks } from "#lib/store/page-settings.ts";

export const metadata: Metadata = { title: "Page" };

export default async function PageSettingsPage({ searchParams }: { searchParams: Promise<{ saved?: string }> }) {
  const { runtime, actor, headers, now } = await requireOperator("/console/page");
  const { db, config } = runtime;
  const { page, shell } = await readFrame(db, actor);
  const frame = { ...shell, current: "page", title: "Page" } as const;
  if (!mayActAs(actor, "publisher")) {
    return (
      <Shell {...frame}>
        <p>Publishers announce here, and admins set how the page looks. Ask an admin if you need more.</p>
      </Shell>
    );
  }
  const [settings, picture, links] = await Promise.all([pageSettings(db), pageLogo(db), listPageLinks(db, now)]);
  const owned: string[] = JSON.parse(page.config_keys);
  const { saved } = await searchParams;
  const part = (id: string, key = id) => ({ id, isSaved: saved === id, isOwned: owned.includes(key) });
  const { announcement, access } = settings;
  const logo = picture && `data:${LOGO_TYPES[picture.kind]};base64,${picture.base64}`;
  const local = (at: number | null | undefined) => (at == null ? "" : localOf(at, page.time_zone));
  const announced = {
    text: announcement?.text ?? "",
    tone: announcement?.tone ?? "information",
    from: local(announcement?.from),
    until: local(announcement?.until),
  };
  const isAdmin = mayActAs(actor, "admin");
  return (
    <Shell {...frame}>
      <div className="grid max-w-3xl gap-5">
        <PagePart title="Announcement" {...part("announcement")}>
          <AnnouncementForm
            action={announceAction}
            start={announced}
            timeZone={page.time_zone}
            isOwned={owned.includes("announcement")}
          />
        </PagePart>
        {isAdmin ? (
          <>
            <PagePart title="Name and address" {...part("basics")}>
              <BasicsForm
                action={saveBasicsAction}
                start={{
                  name: page.name,
                  timeZone: page.time_zone,
                  domains: settings.domains,
                  address: config.publicUrl,
                }}
                zones={Intl.supportedValuesOf("timeZone")}
                owned={{
                  name: owned.includes("name"),
                  timeZone: owned.includes("time_zone"),
                  domains: owned.includes("domains"),
                }}
              />
            </PagePart>
            <PagePart title="Languages" {...part("speech", "language")}>
              <LanguagesForm
                action={saveLanguagesAction}
                start={{ language: settings.language, languages: settings.languages }}
                owned={{ language: owned.includes("language"), languages: owned.includes("languages") }}
              />
            </PagePart>
            <PagePart title="Colours" {...part("look", "theme")}>
              <LookForm
                action={saveLookAction}
                theme={settings.theme}
                name={page.name}
                logo={logo}
                isOwned={owned.includes("theme")}
              />
            </PagePart>
            <PagePart title="Logo" {...part("logo")}>
              <LogoForm action={saveLogoAction} logo={logo} isOwned={owned.includes("logo")} />
            </PagePart>
            <PagePart title="Stylesheet of your own" {...part("stylesheet", "css")}>
              <CssForm action={saveCssAction} css={settings.css} isOwned={owned.includes("css")} />
            </PagePart>
            <PagePart title="Who may read" {...part("access")}>
              <AccessForm
                action={saveAccessAction}
                start={{
                  isPrivate: access.isPrivate,
                  hasPassword: settings.password !== null,
                  networks: access.networks,
                }}
                isOwned={owned.includes("access")}
                address={clientAddress(headers)}
              />
            </PagePart>
            <PagePart title="Links into a private page" {...part("links")}>
              <PageLinks
                links={links.map((one) => ({
                  id: one.id,
                  name: one.name,
                  until: formatMoment(one.expires_at, page.time_zone, now),
                  token: pageLinkToken(config.sessionSecret, { id: one.id, expiresAt: one.expires_at }),
                }))}
                publicUrl={config.publicUrl}
                isPrivate={access.isPrivate}
                revoke={revokeLinkAction}
              />
              <LinkForm action={makeLinkAction} />
            </PagePart>
          </>
        ) : null}
      </div>
    </Shell>
  );
}
