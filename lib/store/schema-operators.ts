import type { Instant } from "#lib/domain/instant.ts";

export type Audit = {
  /** 1, 2, 3 …, without a gap. */
  seq: number;
  id: string;
  at: Instant;
  actor: string;
  action: string;
  subject: string;
  detail: string;
  /** Over this entry and the hash of the one before (domain/audit-chain.ts). */
  hash: string;
};

/** One row: where the chain of the audit ends. */
export type AuditHead = { id: number; seq: number; hash: string };

export type Invitation = {
  id: string;
  hash: string;
  email: string;
  role: string;
  invited_by: string;
  created_at: Instant;
  expires_at: Instant;
};

export type Token = {
  id: string;
  name: string;
  role: string;
  hash: string;
  /** The first characters, to recognise it by. */
  prefix: string;
  created_at: Instant;
  expires_at: Instant | null;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
};

export type Idempotency = {
  /** Hash of the caller and the key it sent. */
  key: string;
  request_hash: string;
  status: number;
  body: string;
  created_at: Instant;
};
