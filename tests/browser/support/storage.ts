// What the browser keeps of the page (IndexedDB). The page writes it beside its other work: who closes or reloads at once waits for it here.
import type { Page } from "@playwright/test";

import { expect } from "../fixtures";

type Store = "files" | "work" | "choices" | "reference";

/** The values of a store. */
export function kept(page: Page, store: Store): Promise<Record<string, unknown>[]> {
  return page.evaluate(async (store) => {
    const told = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        [request.onsuccess, request.onerror] = [() => resolve(request.result), () => reject(request.error)];
      });
    const database = await told(indexedDB.open("lanegate"));
    try {
      return await told(database.transaction(store).objectStore(store).getAll());
    } finally {
      database.close();
    }
  }, store);
}

/** Waits until so many reviews are kept, each with its file. */
export async function keptReviews(page: Page, many: number): Promise<void> {
  await expect.poll(async () => [(await kept(page, "files")).length, (await kept(page, "work")).length]).toEqual([many, many]);
}
