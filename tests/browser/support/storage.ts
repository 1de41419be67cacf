// What the browser keeps of the page (IndexedDB). The page writes it beside its other work: who closes or reloads at once waits for it here.
import type { Page } from "@playwright/test";

import { expect } from "../fixtures";

type Store = "files" | "work" | "choices" | "reference" | "lists";

/** The values of a store. */
export const kept = (page: Page, store: Store): Promise<Record<string, unknown>[]> => ask(page, store, "getAll");

/** Empties a store behind the page's back. */
export const forgotten = (page: Page, store: Store): Promise<unknown> => ask(page, store, "clear");

function ask(page: Page, store: Store, what: "getAll" | "clear"): Promise<any> {
  return page.evaluate(
    async ({ store, what }) => {
      const told = (request: IDBRequest) =>
        new Promise<any>((resolve, reject) => {
          [request.onsuccess, request.onerror] = [() => resolve(request.result), () => reject(request.error)];
        });
      const database: IDBDatabase = await told(indexedDB.open("lanegate"));
      try {
        return await told(database.transaction(store, "readwrite").objectStore(store)[what]());
      } finally {
        database.close();
      }
    },
    { store, what },
  );
}

/** Waits until so many reviews are kept, each with its file. */
export async function keptReviews(page: Page, many: number): Promise<void> {
  await expect.poll(async () => [(await kept(page, "files")).length, (await kept(page, "work")).length]).toEqual([many, many]);
}
