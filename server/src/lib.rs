//! The server as a library, so that tests and tools can run it inside their own process.
