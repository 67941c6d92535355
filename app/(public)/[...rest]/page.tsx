import { notFound } from "next/navigation";

export const dynamic = "force-dynamic";

/** Every address that nothing else answers. With several root layouts Next has no not-found page of its own for them. */
export default function Page() {
  notFound();
}
