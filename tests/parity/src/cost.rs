//! What a piece of work costs in memory, and a word about it to whoever watches.

/// Seconds that the processor has worked for this program so far: on a busy machine the clock counts other programs' turns.
/// 0 where the system does not tell.
#[must_use]
pub fn worked() -> f64 {
    #[cfg(not(target_arch = "wasm32"))]
    {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        // Behind the program's name, which may hold anything: the 12th and 13th field, in hundredths.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
    }
    #[cfg(target_arch = "wasm32")]
    {
        crate::node::worked()
    }
}

/// Forgets the most memory that was held so far. WebAssembly's memory never becomes smaller, so there this does nothing.
pub fn forget_memory() {
    // Linux alone can forget it; elsewhere the most of all work so far is told.
    #[cfg(not(target_arch = "wasm32"))]
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

/// The most megabytes that were held; 0 where the system does not tell.
#[must_use]
pub fn megabytes() -> u64 {
    #[cfg(not(target_arch = "wasm32"))]
    {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: u64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
        kilobytes >> 10
    }
    #[cfg(target_arch = "wasm32")]
    {
        (core::arch::wasm32::memory_size(0) as u64) >> 4
    }
}

/// A line for whoever watches the tests run.
pub fn say(line: &str) {
    #[cfg(not(target_arch = "wasm32"))]
    println!("{line}");
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen_test::console_log!("{line}");
}
