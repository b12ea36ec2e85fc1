//! A line on standard error when a run takes longer than a second and a person is watching.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

/// Shown until it is dropped.
#[derive(Debug)]
pub struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts to wait; nothing is shown in the first second.
pub fn start(is_wanted: bool) -> Progress {
    if !is_wanted {
        return Progress { stop: None, thread: None };
    }
    let (stop, stopped) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        let mut seconds = 0;
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(Duration::from_secs(1)) {
            seconds += 1;
            show(&format!("\rreading and checking documents, {seconds} s "));
        }
        if seconds > 0 {
            show("\r\x1b[K");
        }
    });
    Progress { stop: Some(stop), thread: Some(thread) }
}

/// A progress line that cannot be written is no reason to stop.
fn show(text: &str) {
    let mut error = std::io::stderr().lock();
    if error.write_all(text.as_bytes()).is_ok() {
        drop(error.flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
