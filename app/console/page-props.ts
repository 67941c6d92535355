type Search = { [name: string]: string | string[] | undefined };

/** What Next hands to a page. */
export type PageProps = { searchParams: Promise<Search> };
export type IdPageProps = PageProps & { params: Promise<{ id: string }> };

/** One value of the query; undefined when it is not there, or there twice. */
export function single(search: Search, name: string): string | undefined {
  const value = search[name];
  return typeof value === "string" ? value : undefined;
}
