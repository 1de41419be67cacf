//! `lanegate-server`: the page, the API and the way into PostgreSQL, in one program.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use lanegate_server::db::Db;
use lanegate_server::net::Listener;
use lanegate_server::options::{Account, Command, LogFormat, Migrate, Roles, Score, Serve};
use lanegate_server::serve::Serving;
use lanegate_server::source::Source;
use lanegate_server::watch::Watch;
use lanegate_server::{accounts, adoption, carry, db, options, serve, store};
use lanegate_wire::Lane;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// How long work that nobody waits for any more may hold the end up.
const LAST_GRACE: Duration = Duration::from_secs(5);

/// What whoever looks after a server has to correct before it can start: configuration, options.
const MISCONFIGURED: u8 = 2;

fn main() -> ExitCode {
    // Before there is a log, whose format is a setting.
    let command = match options::read(std::env::args_os().collect()) {
        Ok(command) => command,
        Err(faults) => return misconfigured(&faults),
    };
    let format = match &command {
        Command::Serve(serve) => serve.watch.log_format,
        _ => LogFormat::Text,
    };
    log(format);
    match (within_runtime(command), format) {
        (Ok(()), _) => return ExitCode::SUCCESS,
        (Err(error), LogFormat::Text) => eprintln!("lanegate-server: {error:#}"),
        // Whoever reads the log reads objects alone.
        (Err(error), LogFormat::Json) => tracing::error!("{error:#}"),
    }
    ExitCode::FAILURE
}

fn misconfigured(faults: &[String]) -> ExitCode {
    eprintln!("lanegate-server: the configuration has to be corrected:");
    for fault in faults {
        eprintln!("  - {fault}");
    }
    ExitCode::from(MISCONFIGURED)
}

fn log(format: LogFormat) {
    let quiet = || EnvFilter::new("warn,sqlx::query=error,lanegate_server=info");
    let lines = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| quiet()))
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).init(),
        // The request's span stands in the line as `span`, with its id and its import's.
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
}

fn within_runtime(command: Command) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        if matches!(command, Command::Serve(_)) {
            // It ends in an order of its own.
            return act(command).await;
        }
        let asked_to_end = serve::asked_to_end()?;
        tokio::select! {
            done = act(command) => done,
            // What was begun is dropped, and a private database that the command started is stopped.
            () = asked_to_end => bail!("interrupted"),
        }
    });
    runtime.shutdown_timeout(LAST_GRACE);
    done
}

async fn act(command: Command) -> Result<()> {
    match command {
        Command::Serve(options) => run(&options).await,
        Command::Migrate(options) => migrate(&options).await,
        Command::Roles(roles) => print_roles(&roles),
        Command::Score(options) => score(&options).await,
        Command::Backup(options) => carry::back_up(&options).await,
        Command::Restore(options) => carry::restore(&options).await,
        Command::Move(options) => carry::move_rows(&options).await,
        Command::Account(options) => account(&options).await,
    }
}

async fn run(options: &Serve) -> Result<()> {
    // Before anything is started: a signal from here on is minded, and a wrong address ends it at once.
    let stop = serve::asked_to_end()?;
    for file in options.target.exposed_files() {
        tracing::warn!(
            "every user of this machine can read {}, which contains an address of the database; take that right away \
             (chmod o= FILE)",
            file.display()
        );
    }
    let listener = Listener::open(&options.network).await?;
    let ops = match options.watch.metrics_listen {
        Some(address) => Some(Listener::for_metrics(address).await?),
        None => None,
    };
    if let Some(ops) = ops.as_ref().filter(|ops| !ops.is_local().unwrap_or_default()) {
        tracing::warn!("whoever reaches {} can read the metrics", ops.url()?);
    }
    let serving = Serving::of(Watch::default(), ops, &options.ending);
    let asked_to_end = CancellationToken::new();
    let stop = tokio::spawn({
        let asked_to_end = asked_to_end.clone();
        async move {
            stop.await;
            asked_to_end.cancel();
        }
    });
    let early = || tracing::info!("asked to end before the database was ready");
    let Some(source) = Source::for_server(&options.target, options.max_connections, &asked_to_end).await? else {
        early();
        return Ok(());
    };
    // A database may have to be waited for: for another server that migrates, for a machine that does not answer.
    let connecting = async {
        source.prepare().await?;
        source.connect(options.max_connections).await
    };
    let served = match asked_to_end.run_until_cancelled(connecting).await {
        Some(Ok(db)) => serve_from(&source, db, listener, serving, asked_to_end).await,
        Some(Err(error)) => Err(error),
        None => {
            early();
            Ok(())
        }
    };
    stop.abort();
    let closed = source.close().await;
    served.and(closed)
}

async fn serve_from(
    source: &Source,
    db: Db,
    listener: Listener,
    serving: Serving,
    stop: CancellationToken,
) -> Result<()> {
    tracing::info!(database = source.title(), "connected");
    let (page, url) = (listener.addresses().url().to_owned(), listener.url()?);
    if source.is_private() {
        if let Some(link) = accounts::first_link(&db, &page).await? {
            println!("Sign in as administrator, once, within 24 hours: {link}");
        }
    } else if accounts::is_nobody(&db).await? {
        tracing::warn!(
            "there is no account yet; make one with `lanegate-server account add NAME --lanes … --rights …`"
        );
    }
    if page != url {
        println!("People open it as {page}");
    }
    if let Some(ops) = &serving.ops {
        println!("Metrics are at {}/metrics", ops.url()?);
    }
    // Scripts wait for this line, and may read no further.
    println!("Lanegate is ready: {url}");
    std::io::stdout().flush()?;
    // Until the last commit has finished, so that one that outlives PostgreSQL's end can be asked for again.
    let served_out = CancellationToken::new();
    let looking_after = source.look_after(&serving.watch.metrics, &served_out);
    let served = serve::serve_with(listener, db, serving, async move { stop.cancelled().await }).await;
    served_out.cancel();
    if let Some(task) = looking_after {
        let _ = task.await;
    }
    served
}

async fn migrate(options: &Migrate) -> Result<()> {
    let source = Source::for_command(&options.target).await?;
    let prepared = if options.adopt { source.adopt().await.map(Some) } else { source.prepare().await.map(|()| None) };
    let title = source.title();
    let rekeyed = if prepared.is_ok() { source.rekeyed().await } else { Ok(None) };
    let closed = source.close().await;
    let (adoption, rekeyed) = (prepared?, rekeyed?);
    closed?;
    match adoption {
        Some(adoption) => adoption::print(&adoption, &title, options.format),
        None => adoption::print_text(&match rekeyed {
            Some(report) => format!("The database ({title}) is at this version.\n\n{report}"),
            None => format!("The database ({title}) is at this version.\n"),
        }),
    }
}

async fn score(options: &Score) -> Result<()> {
    if options.target.url()?.is_none() {
        carry::is_there(&options.target)?;
    }
    let source = Source::for_command(&options.target).await?;
    let scored = score_in(&source, options).await;
    let closed = source.close().await;
    scored.and(closed)
}

async fn score_in(source: &Source, options: &Score) -> Result<()> {
    // Where there is no database of this version, there is nothing to score.
    source.look(false).await?;
    let db = source.connect(1).await?;
    let lanes = options.lane.map_or(Lane::ALL.to_vec(), |lane| vec![lane]);
    for lane in lanes {
        let store::Scored { looked_at, changed } = store::score(&db, lane, &options.by).await?;
        println!("{lane}: {changed} of {looked_at} intents have changed.");
    }
    db.close().await;
    Ok(())
}

async fn account(options: &Account) -> Result<()> {
    let password = accounts::ask_for_password(&options.action).await?;
    let reads = options.action.only_reads();
    if reads && options.target.url()?.is_none() {
        carry::is_there(&options.target)?;
    }
    let source = Source::for_command(&options.target).await?;
    let done = async {
        if reads {
            source.look(false).await?
        } else {
            source.prepare().await?
        }
        let db = source.connect(1).await?;
        let done = accounts::act(&db, &options.action, password).await;
        db.close().await;
        done
    };
    let done = done.await;
    let closed = source.close().await;
    done.and(closed)
}

fn print_roles(roles: &Roles) -> Result<()> {
    let database = match (&roles.database, &roles.database_url) {
        (Some(name), _) => name.clone(),
        (None, Some(url)) => {
            let options: sqlx::postgres::PgConnectOptions =
                url.parse().ok().context("DATABASE_URL is not an address of a PostgreSQL database")?;
            options.get_database().context("DATABASE_URL names no database")?.to_owned()
        }
        (None, None) => anyhow::bail!("Which database? Say --database NAME or set DATABASE_URL."),
    };
    print!("{}", db::roles_sql(&database));
    Ok(())
}
