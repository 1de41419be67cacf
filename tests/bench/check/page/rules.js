// Lanegate's rules once more, in plain JavaScript, as somebody has them who reads files with a library and checks the rows in a script: what
// the workloads' faults come under, each finding with its place. Columns are known by their exact headers, and no message is made.
// A plain script, so that a worker in a browser and Node run the same.
"use strict";
(function () {
  const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
  const MAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
  const PROFILE = /^https?:\/\/([a-z]+\.)?linkedin\.com\/(in|pub|company)\/([^/?#]+)/i;
  const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
  const CONTROL = /[\u0000-\u001f\u007f]/;
  const DAY = 86_400_000;

  const text = (most) => (value) => (typeof value !== "string" ? "not_text" : value.length > most ? "too_long" : CONTROL.test(value) ? "control_character" : null);
  const id = (value) => (typeof value === "string" && ID.test(value) ? null : "not_a_uuid");
  const mail = (value) => (typeof value === "string" && MAIL.test(value) ? null : "not_an_email");
  const profile = (value) => (typeof value === "string" && PROFILE.test(value) ? null : "not_linkedin");
  const list = (...words) => {
    const known = new Set(words);
    return (value) => (known.has(value) || (typeof value === "string" && known.has(value.toLowerCase())) ? null : "not_in_list");
  };
  /** The day as a number of days, or the finding's code. */
  function day(value, today) {
    if (typeof value === "number") return "date_number";
    let days;
    if (value instanceof Date) {
      days = Math.floor(value.getTime() / DAY);
    } else {
      const parts = ISO.exec(value);
      if (!parts) return "not_a_date";
      const date = new Date(Date.UTC(+parts[1], +parts[2] - 1, +parts[3]));
      if (date.getUTCMonth() !== +parts[2] - 1 || date.getUTCDate() !== +parts[3]) return "date_impossible";
      days = date.getTime() / DAY;
    }
    return days > today ? "date_in_future" : days;
  }

  const KINDS = {
    appointment_history: {
      columns: {
        company_id: { check: id },
        people_id: { check: id },
        meeting_date: { needed: true, day: true },
        meeting_type: { needed: true, check: list("discovery", "systems", "numbers", "other") },
        meeting_outcome: { needed: true, check: list("progressed", "stalled", "ghosted", "lost") },
        stalled_reason: { check: text(2_000), neededWhen: ["meeting_outcome", "stalled"] },
        source: { check: list("calendar", "crm", "manual") },
      },
      keys: (row, days) => [`${row.company_id}|${row.people_id}|${days}`],
      same: ["meeting_type", "meeting_outcome", "stalled_reason"],
      again: "duplicate_row",
    },
    partner_master: {
      columns: {
        firm_name: { needed: true, check: text(200) },
        primary_contact_name: { needed: true, check: text(200) },
        linkedin_url: { check: profile },
        email: { check: mail },
        geography: { check: text(100) },
        source: { needed: true, check: text(100) },
        status: { check: list("prospect", "contacted", "engaged", "partner") },
      },
      keys: (row) => {
        const person = row.linkedin_url ? PROFILE.exec(row.linkedin_url) : null;
        const keys = [`n:${row.firm_name.toLowerCase()}|${row.primary_contact_name.toLowerCase()}`];
        if (row.email) keys.push(`m:${row.email.toLowerCase()}`);
        if (person) keys.push(`l:${person[2]}/${person[3].toLowerCase()}`);
        return keys;
      },
      same: ["geography", "source", "status"],
      again: "partner_merged",
    },
    partner_appointments: {
      columns: {
        fractional_cfo_id: { needed: true, check: id },
        meeting_date: { needed: true, day: true },
        meeting_type: { needed: true, check: list("intro", "followup") },
        outcome: { needed: true, check: list("warm", "neutral", "cold") },
        notes: { check: text(10_000) },
      },
      // Several meetings on one day are numbered, not compared.
      keys: () => [],
      same: [],
      again: "duplicate_row",
    },
  };

  /** Begins a check: `row` takes one row after the other, `end` gives what came of it. `today` is a text like 2025-05-01. */
  function start(kindName, headers, today) {
    const kind = KINDS[kindName];
    const columns = headers.map((header) => ({ name: header, ...kind.columns[header] }));
    const now = Date.parse(today) / DAY;
    const findings = [];
    const seen = new Map();
    let rows = 0;
    let faulty = 0;

    function conflict(of) {
      if (of.conflict) return;
      of.conflict = true;
      findings.push({ code: "conflict_in_file", row: of.row, column: null, value: null });
      faulty += 1;
    }

    function row(number, values) {
      rows += 1;
      const record = {};
      let sound = true;
      let days = 0;
      const say = (code, column, value) => {
        findings.push({ code, row: number, column, value });
        sound = false;
      };
      for (let at = 0; at < columns.length; at += 1) {
        const column = columns[at];
        let value = values[at];
        if (typeof value === "string") value = value.trim();
        if (value === undefined || value === null || value === "") {
          if (column.needed) say("required_missing", column.name, null);
          else if (column.neededWhen && record[column.neededWhen[0]] === column.neededWhen[1]) say("conditional_missing", column.name, null);
          continue;
        }
        if (column.day) {
          const found = day(value, now);
          if (typeof found === "string") say(found, column.name, value);
          else days = found;
        } else {
          const code = column.check(value);
          if (code) say(code, column.name, value);
        }
        record[column.name] = value;
      }
      if (!sound) {
        faulty += 1;
        return;
      }
      const here = { row: number, record, conflict: false };
      let earlier;
      for (const key of kind.keys(record, days)) {
        const found = seen.get(key);
        if (found === undefined) seen.set(key, here);
        else earlier = found;
      }
      if (earlier === undefined) return;
      const differs = (name) => record[name] !== undefined && earlier.record[name] !== undefined && record[name] !== earlier.record[name];
      if (kind.same.some(differs)) {
        conflict(earlier);
        conflict(here);
      } else {
        findings.push({ code: kind.again, row: number, column: null, value: null });
      }
    }

    function end() {
      const groups = {};
      for (const { code, column } of findings) {
        const name = column ? `${code} ${column}` : code;
        groups[name] = (groups[name] ?? 0) + 1;
      }
      return { rows, blocked: faulty, groups, findings };
    }

    return { row, end };
  }

  globalThis.Rules = { start };
})();
