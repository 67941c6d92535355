import { notFound } from "next/navigation";

/** Every address that nothing else answers. With several root layouts Next has no not-found page of its own for them. */
export default function Page() {
  notFound();
}
