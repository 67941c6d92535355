/** For addresses that lead nowhere (any more). */
export default function NotFound() {
  return (
    <div className="w">
      <main>
        <h1>There is nothing at this address</h1>
        <p>
          It may have been mistyped, or what was here has been removed. <a href="/">To the status page</a>
        </p>
      </main>
    </div>
  );
}
