import type { Metadata } from "next";

export const metadata: Metadata = { title: "Not found", icons: { icon: "/icon-unknown.svg" } };

export default function NotFound() {
  return (
    <div className="w">
      <main>
        <h1>There is no page here</h1>
        <p>The address may have a slip in it, or what stood here was withdrawn.</p>
        <p>
          <a className="btn" href="/">
            See the current status
          </a>
        </p>
      </main>
    </div>
  );
}
