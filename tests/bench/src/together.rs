//! Many imports at once, each by a client of its own: from the first batch to the last receipt.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use lanegate_tests::sample::Sample;
use lanegate_wire::Lane;
use serde::Serialize;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use tokio::task::JoinSet;

use crate::rows;
use crate::serving::{self, Serving};

/// Imports at once.
const IMPORTS: u32 = 20;
/// Rows of each.
const ROWS: u32 = 5_000;

/// So many imports at once in these lanes, and what they took in every round, in seconds.
#[derive(Serialize)]
pub struct Together {
    lanes: Vec<&'static str>,
    imports: u32,
    rows: u32,
    /// From the first batch to the last receipt.
    all: Vec<f64>,
    /// The import that was served last and the one that was served first, each from its first batch to its receipt.
    slowest: Vec<f64>,
    quickest: Vec<f64>,
    /// How often a client was told to come again.
    again: u32,
    megabytes: u64,
    /// Facts and partners that were counted in the database afterwards, each once and with its audit entry; over all rounds.
    counted: u64,
}

/// All in one lane, and half of them in each.
pub fn settings() -> Vec<Together> {
    let lanes: [&[Lane]; 2] = [&[Lane::Sales], &[Lane::Sales, Lane::Partners]];
    let setting = |lanes: &[Lane]| Together {
        lanes: lanes.iter().map(|lane| lane.as_str()).collect(),
        imports: IMPORTS,
        rows: ROWS,
        all: Vec::new(),
        slowest: Vec::new(),
        quickest: Vec::new(),
        again: 0,
        megabytes: 0,
        counted: 0,
    };
    lanes.map(setting).into()
}

impl Together {
    /// One round.
    pub async fn measure(&mut self) -> Result<()> {
        let serving = Serving::fresh("warn").await;
        let mut opened = Vec::new();
        for number in 0..self.imports {
            let sample = self.sample(number);
            let client = serving.client();
            client.open(sample.lane, &sample.import).await.map_err(|problem| anyhow!("{problem}"))?;
            opened.push((client, sample));
        }
        let began = Instant::now();
        let mut imports = JoinSet::new();
        for (client, sample) in opened {
            imports.spawn(async move { serving::import(&client, &sample, 2).await });
        }
        let done = imports.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
        self.all.push(began.elapsed().as_secs_f64());
        let times = || done.iter().map(|done| done.all());
        self.slowest.push(times().max().as_ref().map_or(0.0, Duration::as_secs_f64));
        self.quickest.push(times().min().as_ref().map_or(0.0, Duration::as_secs_f64));
        self.again += done.iter().map(|done| done.again).sum::<u32>();
        self.megabytes = self.megabytes.max(serving.most_memory());
        let mut connection = serving.database.look().await;
        self.counted += self.count(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// The lanes take turns.
    fn sample(&self, number: u32) -> Sample {
        let turn = number as usize % self.lanes.len();
        match self.lanes.get(turn).copied() {
            Some("partners") => rows::partners(number * self.rows, self.rows),
            _ => rows::meetings(number * self.rows, self.rows),
        }
    }

    /// Whether every row was committed once: counts facts by the rows they came from, and their audit entries.
    async fn count(&self, connection: &mut PgConnection) -> Result<u64> {
        let mut all = 0;
        for lane in &self.lanes {
            let (schema, table) = match *lane {
                "partners" => ("partners", "fractional_cfo_master"),
                _ => ("sales", "appointment_history"),
            };
            let sql = format!(
                "SELECT count(*), count(DISTINCT (metadata ->> 'import', metadata ->> 'row')), count(DISTINCT metadata ->> 'import'), \
                 (SELECT count(DISTINCT record_id) FROM shq.audit_log WHERE schema_name = '{schema}' AND table_name = '{table}' AND operation = 'INSERT') \
                 FROM {schema}.{table}"
            );
            let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?;
            let counted: Vec<i64> = (0..4).map(|at| row.try_get(at)).collect::<Result<_, _>>()?;
            let imports = i64::from(self.imports) / i64::try_from(self.lanes.len())?;
            let rows = imports * i64::from(self.rows);
            ensure!(
                counted == [rows, rows, imports, rows],
                "{table} has {counted:?} of {rows} rows in {imports} imports"
            );
            all += u64::try_from(rows)?;
        }
        Ok(all)
    }
}

impl fmt::Display for Together {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = |times: &[f64]| times.last().copied().unwrap_or_default();
        write!(
            f,
            "{} imports of {} rows at once ({}) {:.2} s, the slowest {:.2} s, the quickest {:.2} s, {} times told to come again, server {} MB at most",
            self.imports,
            self.rows,
            self.lanes.join(", "),
            last(&self.all),
            last(&self.slowest),
            last(&self.quickest),
            self.again,
            self.megabytes
        )
    }
}
