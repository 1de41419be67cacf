//! Who works while others die: clients with imports of some size, and clients with one small import after the other.

use std::sync::Arc;

use lanegate_tests::client::{Client, Step};
use lanegate_tests::random::Random;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::imports::Import;
use crate::support::{Ended, carry_out};

/// Clients of one address.
#[derive(Clone)]
pub struct Load {
    base: watch::Receiver<String>,
    token: String,
}

impl Load {
    /// Clients of an address, with a token.
    pub fn on(url: &str, token: &str) -> Self {
        Self { base: watch::channel(url.to_owned()).1, token: token.to_owned() }
    }

    fn client(&self) -> Client {
        Client::of(self.base.clone(), &self.token)
    }

    /// Imports of both lanes, of some size, each with a client.
    pub fn clients(
        &self,
        random: &mut Random,
        round: u32,
        half: u32,
    ) -> (Vec<JoinHandle<Ended>>, Vec<watch::Receiver<Step>>) {
        let number = round * 20 + half * 5;
        let rows = |random: &mut Random, most| 200 + u32::try_from(random.below(most)).unwrap();
        let imports = [
            Import::meetings(number, rows(random, 3_000), random),
            Import::partners(number, rows(random, 1_000), random),
            Import::meetings(number + 1, rows(random, 300), random),
        ];
        let mut steps = Vec::new();
        let mut clients = Vec::new();
        for import in imports.map(Arc::new) {
            let client = self.client();
            steps.push(client.step());
            clients.push(tokio::spawn(carry_out(client, import)));
        }
        (clients, steps)
    }

    /// One import of a few rows after the other, until it is enough; says how many had their receipts by then.
    pub fn trickle(
        &self,
        mut random: Random,
        round: u32,
        lane: u32,
        enough: CancellationToken,
    ) -> JoinHandle<(Vec<Ended>, usize)> {
        let load = self.clone();
        tokio::spawn(async move {
            let (mut ended, mut before) = (Vec::new(), 0);
            for number in 0.. {
                if enough.is_cancelled() {
                    break;
                }
                // Numbers of their own, apart from those of the large ones.
                let number = 10_000 + (round * 3 + lane) * 1_000 + number % 1_000;
                let import = if lane == 0 {
                    Import::partners(number, 2, &mut random)
                } else {
                    Import::meetings(number, 3, &mut random)
                };
                ended.push(carry_out(load.client(), Arc::new(import)).await);
                before += usize::from(!enough.is_cancelled());
            }
            (ended, before)
        })
    }
}
