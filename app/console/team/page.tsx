import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import {
  changeOperatorAction,
  createTokenAction,
  inviteAction,
  uninviteAction,
  withdrawTokenAction,
} from "#app/console/team-actions.ts";
import { Shell } from "#components/console/shell.tsx";
import { InviteForm, RoleForm, TokenForm } from "#components/console/team-forms.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { readTeam } from "#lib/access/read-team.ts";
import type { TeamMember } from "#lib/access/team.ts";
import { mayActAs } from "#lib/domain/actor.ts";
import { formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Row } from "#lib/store/schema.ts";

export const metadata: Metadata = { title: "Team and tokens" };

const ROW = "flex flex-wrap items-center justify-between gap-3 border-t border-line py-3";
const HEADING = "mt-0 mb-1 text-[17px] font-bold";

export default async function TeamPage() {
  const { runtime, actor, now } = await requireOperator("/console/team");
  const { db } = runtime;
  const { page, shell } = await readFrame(db, actor);
  if (!mayActAs(actor, "admin")) {
    return (
      <Shell {...shell} current="team" title="Team and tokens">
        <p>Admins see this page. You are {actor.role}; ask an admin if you need more.</p>
      </Shell>
    );
  }
  const { members, invitations, tokens } = await readTeam(runtime, actor, now);
  const moment = (at: Instant) => formatMoment(at, page.time_zone, now);
  return (
    <Shell {...shell} current="team" title="Team and tokens">
      <div className="grid max-w-3xl gap-5">
        <Card>
          <h2 className={HEADING}>Operators</h2>
          <ul className="m-0 list-none p-0">
            {members.map((member) => (
              <MemberRow key={member.id} member={member} isMe={member.id === actor.id} />
            ))}
          </ul>
        </Card>
        <Card>
          <h2 className={HEADING}>Invite somebody</h2>
          <InviteForm action={inviteAction} />
          <ul className="m-0 mt-3 list-none p-0">
            {invitations.map((one) => (
              <li key={one.id} className={ROW}>
                <span className="min-w-0 break-words">
                  {one.email}, {one.role}
                  <span className="block text-[13px] text-mute">until {moment(one.expires_at)}</span>
                </span>
                <ActionForm action={uninviteAction} hidden={{ id: one.id }}>
                  <Button aria-label={`Take back the invitation of ${one.email}`}>Take back</Button>
                </ActionForm>
              </li>
            ))}
          </ul>
        </Card>
        <Card>
          <h2 className={HEADING}>API tokens</h2>
          <TokenForm action={createTokenAction} />
          <ul className="m-0 mt-3 list-none p-0">
            {tokens.map((one) => (
              <TokenRow key={one.id} token={one} moment={moment} />
            ))}
          </ul>
          {tokens.length === 0 ? (
            <p className="mb-0 text-[13.5px] text-mute">
              No token yet. A token lets a script or a deployment post incidents and read what is here.
            </p>
          ) : null}
        </Card>
      </div>
    </Shell>
  );
}

function MemberRow({ member, isMe }: { member: TeamMember; isMe: boolean }) {
  return (
    <li className={ROW}>
      <div className="min-w-0">
        <p className="m-0 font-semibold break-words">
          {member.name}
          {isMe ? " (you)" : ""}
          {member.isDisabled ? ", kept out" : ""}
        </p>
        <p className="m-0 text-[13px] break-words text-mute">{member.email}</p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <RoleForm action={changeOperatorAction} member={{ id: member.id, name: member.name, role: member.role }} />
        <ActionForm
          action={changeOperatorAction}
          hidden={{ id: member.id, disabled: member.isDisabled ? "no" : "yes" }}
        >
          <Button aria-label={`${member.isDisabled ? "Let in" : "Keep out"} ${member.name}`}>
            {member.isDisabled ? "Let in" : "Keep out"}
          </Button>
        </ActionForm>
      </div>
    </li>
  );
}

function TokenRow({ token, moment }: { token: Row<"token">; moment: (at: Instant) => string }) {
  const used = token.last_used_at === null ? "never used" : `last used ${moment(token.last_used_at)}`;
  return (
    <li className={ROW}>
      <div className="min-w-0">
        <p className="m-0 font-semibold break-words">
          {token.name}, {token.role}
        </p>
        <p className="m-0 text-[13px] text-mute">
          <code>{token.prefix}…</code> · {used}
          {token.expires_at === null ? "" : ` · until ${moment(token.expires_at)}`}
        </p>
      </div>
      <ActionForm action={withdrawTokenAction} hidden={{ id: token.id }}>
        <Button aria-label={`Revoke ${token.name}`}>Revoke</Button>
      </ActionForm>
    </li>
  );
}
