import { HttpProblem, problem } from "#app/api/face/problem.ts";
import { runtime } from "#lib/runtime.ts";

/** Addresses under `/api` that nothing else answers: said as the API says things. */
function nothingHere(): Response {
  return problem(new HttpProblem(404, "There is nothing at this address."), runtime().log);
}

export { nothingHere as DELETE, nothingHere as GET, nothingHere as PATCH, nothingHere as POST, nothingHere as PUT };
