//! The worker: reads and checks one file.

fn main() {
    lanegate_web::worker::start();
}
