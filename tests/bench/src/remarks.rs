//! What plans say at a glance: tables that were read whole, loops over many rows, pages that were not in PostgreSQL's memory.

use serde::Serialize;

use crate::plans::Plan;

/// So many rows are many.
const MANY: f64 = 1_000.0;

/// What the plans of an import say.
#[derive(Serialize)]
pub struct Remarks {
    /// Tables read from beginning to end, with many rows or many times.
    whole: Vec<Place>,
    /// Loops that went through many rows.
    loops: Vec<Place>,
    /// Pages of 8 KB that statements asked for, and how many of them PostgreSQL had to get from the system.
    pages: f64,
    read: f64,
}

#[derive(Serialize)]
struct Place {
    statement: String,
    node: String,
    rows: f64,
    times: f64,
}

/// Looks through plans, each statement once.
pub fn of(plans: &[&Plan]) -> Remarks {
    let mut remarks = Remarks { whole: Vec::new(), loops: Vec::new(), pages: 0.0, read: 0.0 };
    for plan in plans {
        for line in &plan.lines {
            let Some(place) = place(&plan.title, line) else { continue };
            if place.node.starts_with("Seq Scan") && place.rows.max(1.0) * place.times >= MANY {
                remarks.whole.push(place);
            } else if place.node.starts_with("Nested Loop") && place.rows >= MANY {
                remarks.loops.push(place);
            }
        }
        // Those of the first node are those of all below it.
        let buffers = plan.lines.iter().find(|line| line.trim_start().starts_with("Buffers: shared"));
        let pages = |word: &str| number(buffers?.split_once(word)?.1);
        let read = pages("read=").unwrap_or(0.0);
        remarks.pages += pages("hit=").unwrap_or(0.0) + read;
        remarks.read += read;
    }
    remarks
}

/// A plan's node that says how often it ran.
fn place(statement: &str, line: &str) -> Option<Place> {
    let (node, _) = line.trim_start().split_once("  (cost=")?;
    let (_, actual) = line.split_once("(actual ")?;
    Some(Place {
        statement: statement.to_owned(),
        node: node.trim_start_matches("->").trim().to_owned(),
        rows: number(actual.split_once("rows=")?.1)?,
        times: number(actual.split_once("loops=")?.1)?,
    })
}

/// The number that a text begins with.
fn number(text: &str) -> Option<f64> {
    let end = text.find(|end: char| !end.is_ascii_digit() && end != '.').unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_made_of_nodes_that_ran_over_many_rows() {
        let lines = [
            "Insert on facts  (cost=1.0..2.0 rows=0 width=0) (actual time=7.0..7.5 rows=0 loops=1)",
            "  Buffers: shared hit=90 read=10 dirtied=3",
            "  ->  Nested Loop  (cost=1.0..2.0 rows=1 width=9) (actual time=7.0..7.5 rows=5000 loops=1)",
            "        ->  Seq Scan on import i  (cost=0.0..1.0 rows=1 width=23) (actual time=0.0..0.1 rows=1 loops=5000)",
            "        ->  Seq Scan on few  (cost=0.0..1.0 rows=1 width=23) (actual time=0.0..0.1 rows=3 loops=1)",
            "        ->  Seq Scan on never  (cost=0.0..1.0 rows=1 width=23) (never executed)",
        ];
        let plan = Plan { title: "Inserts".into(), milliseconds: 8.0, lines: lines.map(str::to_owned).into() };
        let remarks = of(&[&plan]);
        assert_eq!((remarks.pages, remarks.read), (100.0, 10.0));
        let nodes = |places: &[Place]| places.iter().map(|place| place.node.clone()).collect::<Vec<_>>();
        assert_eq!(
            (nodes(&remarks.whole), nodes(&remarks.loops)),
            (vec!["Seq Scan on import i".into()], vec!["Nested Loop".into()])
        );
    }
}
