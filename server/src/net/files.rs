//! Every connection is an open file, of which a process may have so many.

/// Files that are open for other things: the database, the log, the page.
#[cfg(unix)]
const OTHERS: u64 = 128;

/// So many connections, or as many as the system lets this process have. Where it may raise its own limit, it does.
pub fn room_for(connections: usize) -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = connections as u64 + OTHERS;
        let Some(current) = limit.current.filter(|current| *current < wanted) else { return connections };
        let most = limit.maximum.map_or(wanted, |most| most.min(wanted));
        let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum: limit.maximum });
        let files = if raised.is_ok() { most } else { current };
        let room = usize::try_from(files.saturating_sub(OTHERS).max(1)).unwrap_or(connections);
        if room < connections {
            tracing::warn!(
                "the system lets this process have {files} open files, so it takes {room} connections at most"
            );
        }
        room
    }
    #[cfg(not(unix))]
    connections
}
