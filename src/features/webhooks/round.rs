//! Sends many events to one webhook: several objects at the same time, the events of one object one after the other. The results
//! are passed on in batches while the next events are sent.

use crate::error::Result;
use crate::features::webhooks::model::Delivery;
use crate::features::webhooks::results::{Flow, Rest};
use crate::features::webhooks::sending::Attempt;
use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many events are sent to a webhook at the same time.
const SENDERS: usize = 8;

/// The number of failures without a success after which sending to the server pauses.
const MAX_FAILURES: u32 = 12;

/// The number of results that are passed on together.
const BATCH: usize = 250;

/// How long results wait for more.
const MAX_WAIT: Duration = Duration::from_millis(300);

/// How long no results are passed on, so that the lease is renewed.
const QUIET: Duration = Duration::from_secs(20);

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundEnd {
    /// Whether more can be sent.
    pub flow: Flow,
    /// Whether sending to the server pauses.
    pub rest: Option<Rest>,
    /// The number of events that arrived.
    pub arrived: usize,
}

struct State {
    queues: Vec<VecDeque<Delivery>>,
    /// The objects whose next event can be sent.
    ready: VecDeque<usize>,
    in_flight: usize,
    senders: usize,
    results: Vec<Attempt>,
    failures: u32,
    arrived: usize,
    is_stopped: bool,
    rest: Option<Rest>,
}

impl State {
    fn new(events: Vec<Delivery>) -> Self {
        let (mut queues, mut of_object) = (Vec::<VecDeque<Delivery>>::new(), HashMap::new());
        for event in events {
            let at = *of_object.entry(event.object.clone()).or_insert_with(|| {
                queues.push(VecDeque::new());
                queues.len() - 1
            });
            queues[at].push_back(event);
        }
        State {
            ready: (0..queues.len()).collect(),
            senders: SENDERS.min(queues.len()),
            queues,
            in_flight: 0,
            results: Vec::new(),
            failures: 0,
            arrived: 0,
            is_stopped: false,
            rest: None,
        }
    }

    fn next(&mut self) -> Option<(usize, Delivery)> {
        let at = self.ready.pop_front()?;
        let event = self.queues.get_mut(at)?.pop_front()?;
        self.in_flight += 1;
        Some((at, event))
    }

    fn ended(&mut self, at: usize, attempt: Attempt) {
        self.in_flight -= 1;
        if attempt.has_arrived {
            (self.failures, self.arrived) = (0, self.arrived + 1);
            if !self.queues[at].is_empty() {
                self.ready.push_back(at);
            }
        } else {
            // The others of this object wait for this one.
            self.failures += 1;
            if attempt.wait.is_some() || self.failures >= MAX_FAILURES {
                self.is_stopped = true;
                self.rest = self.rest.or(Some(Rest { asked: attempt.wait }));
            }
        }
        self.results.push(attempt);
    }
}

/// Sends the events with `send`, and passes the results to `store`.
///
/// # Errors
/// Those of `store`. What is being sent then is not stored, and will be sent again.
pub fn send_round(
    events: Vec<Delivery>,
    send: impl Fn(&Delivery) -> Attempt + Sync,
    mut store: impl FnMut(&[Attempt]) -> Result<Flow>,
) -> Result<RoundEnd> {
    let shared = Shared { state: Mutex::new(State::new(events)), changed: Condvar::new() };
    let senders = shared.lock().senders;
    let mut outcome = Ok(Flow::GoOn);
    std::thread::scope(|scope| {
        for _ in 0..senders {
            scope.spawn(|| shared.send_all(&send));
        }
        let mut last = Instant::now();
        loop {
            let (results, is_over) = shared.take_results();
            if matches!(outcome, Ok(Flow::GoOn)) && (!results.is_empty() || last.elapsed() >= QUIET) {
                outcome = store(&results);
                last = Instant::now();
                if !matches!(outcome, Ok(Flow::GoOn)) {
                    shared.lock().is_stopped = true;
                    shared.changed.notify_all();
                }
            }
            if is_over {
                break;
            }
        }
    });
    let state = shared.lock();
    Ok(RoundEnd { flow: outcome?, rest: state.rest, arrived: state.arrived })
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends events until none can be sent any more.
    fn send_all(&self, send: &(impl Fn(&Delivery) -> Attempt + Sync)) {
        let mut state = self.lock();
        while !state.is_stopped {
            match state.next() {
                Some((at, event)) => {
                    drop(state);
                    let attempt = send(&event);
                    state = self.lock();
                    state.ended(at, attempt);
                    self.changed.notify_all();
                }
                None if state.in_flight == 0 => break,
                // One that is being sent may let the next one of its object go.
                None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
        state.senders -= 1;
        drop(state);
        self.changed.notify_all();
    }

    /// Waits for results; returns them, and whether they are the last.
    fn take_results(&self) -> (Vec<Attempt>, bool) {
        let began = Instant::now();
        let mut state = self.lock();
        while state.senders > 0 && state.results.len() < BATCH {
            let Some(left) = MAX_WAIT.checked_sub(began.elapsed()) else { break };
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        (std::mem::take(&mut state.results), state.senders == 0)
    }
}
