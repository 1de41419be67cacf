//! The writer: makes workbooks to take away.

fn main() {
    lanegate_web::writer::start();
}
