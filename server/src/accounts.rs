//! `lanegate-server account`: who may use the server, and the first account of a private database.

use std::io::IsTerminal as _;
use std::net::Ipv4Addr;

use anyhow::{Context as _, Result, bail};
use lanegate_wire::{Account, AccountChange, NewAccount};

use crate::access::{Hasher, Secret, account_name, good_password};
use crate::db::Db;
use crate::options::{AccountAction, Scope};
use crate::store::access::{self, TokenTerms};

/// Who the events name for what is done here.
const WHO: &str = "lanegate-server";

/// The account that a private database begins with.
const FIRST: &str = "administrator";

/// Does it, and prints what came of it.
///
/// # Errors
/// When a name or password is refused, or the database says no.
pub async fn act(db: &Db, action: &AccountAction, password: Option<String>) -> Result<()> {
    match action {
        AccountAction::Add { name, scope, public_url } => {
            let Scope { lanes, rights } = scope.clone();
            if lanes.is_empty() && rights.is_empty() {
                bail!(
                    "What may it do? Say, for example, --lanes sales --rights compare,commit, or --rights administer."
                );
            }
            let new = NewAccount { name: named(name)?, lanes, rights };
            access::make(db, WHO, &new).await?;
            println!("{} is an account now. Give this link to its person:", new.name);
            print_link(db, &new.name, public_url).await
        }
        AccountAction::List => list(db).await,
        AccountAction::Disable { name } => change(db, name, true).await,
        AccountAction::Enable { name } => change(db, name, false).await,
        AccountAction::Password { name } => set_password(db, &named(name)?, password.unwrap_or_default()).await,
        AccountAction::Link { name, public_url } => print_link(db, &named(name)?, public_url).await,
        AccountAction::Token { name, label, days, scope } => token(db, &named(name)?, label, *days, scope).await,
        AccountAction::Tokens { name } => tokens(db, &named(name)?).await,
        AccountAction::Revoke { name, token } => {
            access::revoke_token(db, WHO, &named(name)?, *token).await?;
            println!("The token is good no longer.");
            Ok(())
        }
    }
}

/// The link to print at a start: while nobody has a password, the first account's; made where it is wanting.
///
/// # Errors
/// When the database says no, or the system gives no randomness.
pub async fn first_link(db: &Db, page: &str) -> Result<Option<String>> {
    let secret = Secret::new("")?;
    let taken = access::first_account(db, FIRST, secret.digest()).await?;
    Ok(taken.then(|| format!("{page}/#sign-in={}", secret.reveal())))
}

/// Whether there is no account at all.
///
/// # Errors
/// The database's own.
pub async fn is_nobody(db: &Db) -> Result<bool> {
    Ok(!access::state(db).await?.0)
}

fn named(given: &str) -> Result<String> {
    account_name(given).with_context(|| {
        format!("{given:?} is no name for an account. It has 1 to 64 characters of a-z 0-9 . _ @ + - and begins with a letter or digit")
    })
}

async fn print_link(db: &Db, name: &str, page: &str) -> Result<()> {
    let secret = Secret::new("")?;
    let (_, ends_at) = access::link(db, WHO, name, secret.digest()).await?;
    println!("{}/#sign-in={}", page.trim_end_matches('/'), secret.reveal());
    println!("It signs in once, until {}, and lets a password be set.", ends_at.format("%Y-%m-%d %H:%M UTC"));
    Ok(())
}

async fn list(db: &Db) -> Result<()> {
    let mut after = None;
    loop {
        let page = access::accounts(db, after).await?;
        for account in &page.accounts {
            println!("{}", line(account));
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn line(account: &Account) -> String {
    let joined = |names: Vec<&str>| if names.is_empty() { "-".to_owned() } else { names.join(",") };
    let state = match (account.disabled_at, account.has_password) {
        (Some(since), _) => format!("disabled since {}", since.format("%Y-%m-%d")),
        (None, false) => "no password yet".to_owned(),
        (None, true) => "in use".to_owned(),
    };
    format!(
        "{}\tlanes {}\trights {}\t{state}",
        account.name,
        joined(account.lanes.iter().map(|lane| lane.as_str()).collect()),
        joined(account.rights.iter().map(|right| right.as_str()).collect()),
    )
}

async fn tokens(db: &Db, name: &str) -> Result<()> {
    for token in access::tokens_of(db, name).await? {
        let state = match token.revoked_at {
            Some(at) => format!("revoked on {}", at.format("%Y-%m-%d")),
            None => format!("ends on {}", token.ends_at.format("%Y-%m-%d")),
        };
        println!("{}\t{}\t{state}", token.id, token.label);
    }
    Ok(())
}

async fn change(db: &Db, name: &str, disabled: bool) -> Result<()> {
    let change = AccountChange { disabled: Some(disabled), ..AccountChange::default() };
    println!("{}", line(&access::change(db, WHO, &named(name)?, &change).await?));
    Ok(())
}

/// The new password, if the action needs one: asked for before the database is used, since a person takes their time.
///
/// # Errors
/// If it can't be read, or may not be set.
pub async fn ask_for_password(action: &AccountAction) -> Result<Option<String>> {
    match action {
        AccountAction::Password { name } => read_password(&named(name)?).await.map(Some),
        _ => Ok(None),
    }
}

async fn read_password(name: &str) -> Result<String> {
    let new = if std::io::stdin().is_terminal() {
        let question = format!("New password of {name}: ");
        let new = unhurried(|| rpassword::prompt_password(question)).await?;
        if unhurried(|| rpassword::prompt_password("The same again: ")).await? != new {
            bail!("The two are not the same. Nothing was changed.");
        }
        new
    } else {
        let line = unhurried(|| std::io::stdin().lines().next().transpose()).await;
        let line = line.context("The password cannot be read from the standard input")?.unwrap_or_default();
        line.trim_end_matches('\r').to_owned()
    };
    if !good_password(name, &new) {
        bail!(
            "This password cannot be set. It has at least 12 characters and at most 1,024, and is not the account's name."
        );
    }
    Ok(new)
}

async fn set_password(db: &Db, name: &str, new: String) -> Result<()> {
    let turn = Hasher::default().turn(Ipv4Addr::LOCALHOST.into()).await;
    let hashed = turn.ok().context("The password cannot be hashed")?.hash(new).await;
    access::set_password(db, WHO, name, &hashed).await?;
    println!("The password of {name} is set. Its sessions have ended.");
    Ok(())
}

/// Waits for a person without holding up the command's end, which Ctrl-C asks for.
async fn unhurried<T: Send + 'static>(ask: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(ask).await??)
}

async fn token(db: &Db, name: &str, label: &str, days: u16, scope: &Scope) -> Result<()> {
    let found = access::credentials(db, name).await?.context(access::AccessError::AccountUnknown)?;
    let lanes = if scope.lanes.is_empty() { &found.lanes } else { &scope.lanes };
    let rights = if scope.rights.is_empty() { &found.rights } else { &scope.rights };
    let secret = Secret::new(Secret::TOKEN)?;
    let terms = TokenTerms { label, lanes, rights, days };
    let made = access::make_token(db, WHO, (found.account, name), secret.digest(), &terms).await?;
    println!("{}", secret.reveal());
    eprintln!(
        "It is shown this once, and ends on {}. Programs take it from LANEGATE_TOKEN.",
        made.ends_at.format("%Y-%m-%d")
    );
    Ok(())
}
