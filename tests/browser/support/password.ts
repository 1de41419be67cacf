// The password of the account that the tests begin with: what hands out rights needs it to have been entered recently.
import { expect } from "@playwright/test";
import type { APIRequestContext } from "@playwright/test";

export const { LANEGATE_ACCOUNT: ACCOUNT = "", LANEGATE_PASSWORD: PASSWORD = "" } = process.env;

/** Enters it in the session of the context. */
export async function confirmPassword(request: APIRequestContext): Promise<void> {
  const answer = await request.post("/api/v1/password/confirm", { data: { password: PASSWORD } });
  expect(answer.status()).toBe(204);
}
