// Whether both sides do the same work: rows and findings by code and column in every run, and every finding's place on small files before
// anything is measured.

/** Fails unless two overviews say the same. What a side does not count is not compared. */
export function same(what, one, other) {
  for (const name of ["rows", "blocked"]) {
    if (one[name] !== undefined && other[name] !== undefined && one[name] !== other[name]) throw new Error(`${what}: ${name} ${one[name]} and ${other[name]}`);
  }
  if (!one.groups || !other.groups) return;
  const sorted = ({ groups }) => JSON.stringify(Object.entries(groups).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (sorted(one) !== sorted(other)) throw new Error(`${what}: findings ${sorted(one)} and ${sorted(other)}`);
}

/** Fails unless both have the same findings at the same places; gives how many. */
export function samePlaces(what, ours, theirs) {
  const places = (findings) => findings.map(({ code, row, column }) => `${row} ${column ?? ""} ${code}`).sort();
  const [one, other] = [places(ours), places(theirs)];
  const only = (of, without) => of.filter((place) => !without.includes(place)).slice(0, 5);
  if (one.join("\n") !== other.join("\n")) {
    throw new Error(`${what}: findings differ, ours alone ${JSON.stringify(only(one, other))}, theirs alone ${JSON.stringify(only(other, one))}`);
  }
  return one.length;
}
