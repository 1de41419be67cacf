// Before the first test: the server answers and its database is up, or the run ends by saying which is not; and somebody who may everything
// signs in, whose session the tests begin with.
import { request } from "@playwright/test";

import { SESSION } from "./fixtures";

export default async function setup(): Promise<void> {
  const health = new URL("/health", process.env.LANEGATE_URL);
  const answer = await fetch(health);
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${health} answers ${answer.status}: ${body}`);
  const { LANEGATE_URL: baseURL, LANEGATE_ACCOUNT: name, LANEGATE_PASSWORD: password } = process.env;
  const context = await request.newContext({ baseURL });
  const signedIn = await context.post("/api/v1/sign-in", { data: { name, password } });
  if (!signedIn.ok()) throw new Error(`signing in: ${signedIn.status()} ${await signedIn.text()}`);
  await context.storageState({ path: SESSION });
  await context.dispose();
}
