//! The page.

fn main() {
    lanegate_web::page::start();
}
