import { notFound } from "next/navigation";

/** Any other address under the console: answered in the console's own words. */
export default function NothingPage(): never {
  notFound();
}
