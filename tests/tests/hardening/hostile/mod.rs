//! A thousand malformed and hostile requests, byte by byte: the server is up afterwards, the database unchanged, and no
//! answer says that the server made a mistake.

mod bodies;
mod framing;
mod heads;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::Shutdown;
use std::sync::Mutex;
use std::thread;

use lanegate_tests::api::{Api, path};
use lanegate_tests::fingerprint;
use lanegate_tests::place::Place;
use lanegate_tests::random::Random;
use lanegate_tests::raw::{Line, answer, answers};
use lanegate_tests::sample::{self, Sample};
use lanegate_wire::Lane;
use uuid::Uuid;

use super::is_up;

/// The same number, the same requests.
const SEED: u64 = 20_261_123;

/// Requests in all.
const REQUESTS: usize = 1_000;

/// Who asks at the same time.
const CLIENTS: usize = 4;

/// What a client does after it has sent its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It waits for the answer.
    Listen,
    /// It says that no more will come, and waits.
    Finish,
    /// It is gone.
    Leave,
}

/// What may come of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// An answer that is no mistake of the server's.
    Answer,
    /// A refusal, or nothing.
    Refuse,
    /// One answer at most, and then the end of the connection: what follows in the bytes is no request of its own.
    AnswerOnce,
}

/// Something to send.
struct Attempt {
    what: String,
    bytes: Vec<u8>,
    then: Then,
    may: May,
}

/// What there is to aim at.
struct Targets {
    line: Line,
    /// Opened, nothing staged.
    opened: Uuid,
    /// Staged, not planned.
    staged: Uuid,
    /// Committed.
    committed: Uuid,
}

impl Targets {
    /// A request that would change something, if anybody took it for one.
    fn abandoning(&self) -> String {
        let line = format!("POST {}/abandon HTTP/1.1", path(Lane::Sales, self.opened));
        format!("{}Content-Length: 0\r\n\r\n", self.line.head(&line))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_hostile_requests_change_nothing() {
    let place = Place::fresh().await;
    let server = place.start();
    let (opened, staged, committed) = standing(&server).await;
    assert!(server.end().success());
    let mut look = place.look().await;
    let before = fingerprint::of(&mut look.connection).await;
    look.end().await;

    let server = place.start_with(&["--client-timeout", "1"], &[]);
    let targets = Targets { line: Line::to(&server), opened, staged, committed };
    let mut random = Random::seeded(SEED);
    let attempts: Vec<Attempt> = (0..REQUESTS).map(|_| attempt(&targets, &mut random)).collect();
    // Beside all of it, some who begin a request and never end it.
    let mut unended: Vec<_> = (0..20).map(|_| targets.line.connect()).collect();
    for stream in &mut unended {
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: ").unwrap();
    }
    let (wrong, statuses) = carry_out(&targets.line, attempts);
    println!("seed {SEED}: {statuses:?}");
    assert!(wrong.is_empty(), "seed {SEED}: {} of {REQUESTS}: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
    // They got through to where they are judged, and were judged by what is wrong with each.
    assert!(statuses.values().sum::<u32>() > 700, "{statuses:?}");
    for status in [400, 404, 405, 409, 413, 415, 421, 422, 431] {
        assert!(statuses.contains_key(&status), "{status} is not among {statuses:?}");
    }
    for mut stream in unended {
        assert_eq!(answers(&lanegate_tests::raw::hear(&mut stream)), 0, "the server has given them up");
    }
    assert!(is_up(&server));
    let memory = server.most_memory();
    assert!(memory < 300, "the server took {memory} MB");
    let messages = server.ended();
    for word in ["panicked", "ERROR"] {
        assert!(!messages.contains(word), "{messages}");
    }

    let mut look = place.look().await;
    assert_eq!(fingerprint::of(&mut look.connection).await, before, "seed {SEED}");
    look.end().await;
}

/// Imports in several states.
async fn standing(api: &Api) -> (Uuid, Uuid, Uuid) {
    let committed = sample::meetings();
    api.carry_out(&committed).await.unwrap();
    api.carry_out(&sample::partners()).await.unwrap();
    let opened =
        Sample::of("appointment_history", vec![vec![sample::meeting(8, "lost")], vec![sample::meeting(9, "lost")]]);
    api.open(Lane::Sales, &opened.import).await.unwrap();
    let staged = Sample::of("appointment_history", vec![vec![sample::meeting(7, "lost")]]);
    api.open(Lane::Sales, &staged.import).await.unwrap();
    api.stage(Lane::Sales, staged.import.id, 0, &staged.batches[0]).await.unwrap();
    (opened.import.id, staged.import.id, committed.import.id)
}

fn attempt(targets: &Targets, random: &mut Random) -> Attempt {
    match random.below(10) {
        0..3 => heads::attempt(targets, random),
        3..6 => framing::attempt(targets, random),
        _ => bodies::attempt(targets, random),
    }
}

/// Sends all of it, some at a time; what went wrong, and how often each status was answered.
fn carry_out(line: &Line, attempts: Vec<Attempt>) -> (Vec<String>, BTreeMap<u16, u32>) {
    let (attempts, wrong, statuses) = (Mutex::new(attempts), Mutex::new(Vec::new()), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let Some(attempt) = attempts.lock().unwrap().pop() else { return };
                    let heard = send(line, &attempt);
                    let status = answer(&heard).map(|answer| answer.status);
                    if let Some(status) = status {
                        *statuses.lock().unwrap().entry(status).or_default() += 1;
                    }
                    if let Some(problem) = verdict(&attempt, &heard, status) {
                        wrong.lock().unwrap().push(format!("{}: {problem}", attempt.what));
                    }
                }
            });
        }
    });
    (wrong.into_inner().unwrap(), statuses.into_inner().unwrap())
}

/// What comes back.
fn send(line: &Line, attempt: &Attempt) -> Vec<u8> {
    match attempt.then {
        Then::Listen => line.talk(&attempt.bytes),
        Then::Finish => line.say_all(&attempt.bytes),
        Then::Leave => {
            let mut stream = line.connect();
            let _ = stream.write_all(&attempt.bytes);
            let _ = stream.shutdown(Shutdown::Both);
            Vec::new()
        }
    }
}

fn verdict(attempt: &Attempt, heard: &[u8], status: Option<u16>) -> Option<String> {
    let shown = || String::from_utf8_lossy(&heard[..heard.len().min(300)]).into_owned();
    if status.is_some_and(|status| status >= 500) {
        return Some(format!("a mistake of the server's: {}", shown()));
    }
    if attempt.may == May::Refuse && status.is_some_and(|status| status < 400) {
        return Some(format!("it was taken: {}", shown()));
    }
    if attempt.may == May::AnswerOnce && answers(heard) > 1 {
        return Some(format!("{} answers: {}", answers(heard), shown()));
    }
    None
}
