// Before the first test: the server answers and its database is up, or the run ends by saying which is not.
export default async function setup(): Promise<void> {
  const health = new URL("/health", process.env.LANEGATE_URL);
  const answer = await fetch(health);
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${health} answers ${answer.status}: ${body}`);
}
