//! A simple model of subscriptions: a parent (0), its add-ons (1, 2), and an independent one (3).

/// An operation.
#[derive(Debug, Clone)]
pub enum Operation {
    Quantity(usize, i32),
    AutoRenew(usize, bool),
    Suspend(usize),
    Reactivate(usize),
    Cancel(usize),
    Keep(usize),
    /// Plans a quantity for the renewal.
    Plan(usize, i32),
    /// Undoes what is planned for the renewal.
    Undo(usize),
    SuspendAll,
    Days(i64),
}

/// A field and its value.
type Typed = (&'static str, String);

impl Operation {
    /// The subscription, the form and its field.
    pub fn form(&self) -> Option<(usize, &'static str, Option<Typed>)> {
        Some(match self {
            Operation::Quantity(at, quantity) => (*at, "quantity", Some(("quantity", quantity.to_string()))),
            Operation::AutoRenew(at, on) => (*at, "renewal", Some(("auto_renew", on.to_string()))),
            Operation::Suspend(at) => (*at, "suspension", None),
            Operation::Reactivate(at) => (*at, "reactivation", None),
            Operation::Cancel(at) => (*at, "cancellation", Some(("confirm", "yes".to_owned()))),
            Operation::Keep(at) => (*at, "cancellation/withdrawal", None),
            Operation::Plan(at, quantity) => (*at, "at-renewal", Some(("quantity", quantity.to_string()))),
            Operation::Undo(at) => (*at, "at-renewal/withdrawal", None),
            Operation::SuspendAll | Operation::Days(_) => return None,
        })
    }
}

/// A subscription; days are counted from today.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub status: String,
    pub quantity: i32,
    /// The quantity from the next term.
    pub planned: Option<i32>,
    pub auto_renew: bool,
    pub with_parent: bool,
    pub cancels: bool,
    pub renews: Option<i64>,
    pub deletes: Option<i64>,
}

/// The four subscriptions and their age.
#[derive(Debug)]
pub struct Model {
    pub states: [State; 4],
    age: i64,
}

/// A date that the portal chooses, within bounds.
const CHOSEN: i64 = i64::MAX;

impl Default for Model {
    fn default() -> Self {
        let fresh = |renews| State {
            status: "active".to_owned(),
            quantity: 7,
            planned: None,
            auto_renew: true,
            with_parent: false,
            cancels: false,
            renews,
            deletes: None,
        };
        Model { states: [fresh(Some(20)), fresh(Some(50)), fresh(None), fresh(None)], age: 10 }
    }
}

impl Model {
    /// Returns whether the operation is accepted, and whether it changes anything.
    pub fn apply(&mut self, operation: &Operation) -> (bool, bool) {
        let before = self.states.clone();
        let accepted = match *operation {
            Operation::Quantity(at, quantity) => {
                let right = self.is(at, "active") && Self::allows(at, quantity);
                if right {
                    let one = &mut self.states[at];
                    one.quantity = quantity;
                    one.planned = one.planned.filter(|planned| *planned != quantity);
                }
                right
            }
            Operation::AutoRenew(at, on) => {
                let one = &mut self.states[at];
                let right = one.status == "active" && (one.auto_renew == on || !one.cancels);
                if right {
                    one.planned = one.planned.filter(|_| on);
                    one.auto_renew = on;
                }
                right
            }
            Operation::Plan(at, quantity) => self.plan(at, quantity),
            Operation::Undo(at) => self.undo(at),
            Operation::Suspend(at) if self.is(at, "active") => self.suspend(at),
            Operation::Suspend(at) => self.is(at, "suspended"),
            Operation::Reactivate(at) => self.reactivate(at),
            Operation::Cancel(at) => self.cancel(at),
            Operation::Keep(at) => {
                let active = self.is(at, "active");
                self.states[at].cancels &= !active;
                active
            }
            Operation::SuspendAll => {
                (0..4).filter(|at| self.is(*at, "active")).collect::<Vec<_>>().into_iter().for_each(|at| {
                    if self.is(at, "active") {
                        self.suspend(at);
                    }
                });
                true
            }
            Operation::Days(_) => true,
        };
        (accepted, self.states != before)
    }

    /// Lets days pass; returns the number of families that changed.
    pub fn pass(&mut self, days: i64) -> usize {
        self.age += days;
        for one in &mut self.states {
            one.renews = one.renews.map(|left| left - days);
            one.deletes = one.deletes.map(|left| left - days);
        }
        [0, 3, 1, 2].into_iter().filter(|at| self.day_has_come(*at)).count()
    }

    fn day_has_come(&mut self, at: usize) -> bool {
        let one = &mut self.states[at];
        let (ended, over) =
            (one.renews.is_some_and(|left| left <= 0), one.deletes.is_some_and(|left| left <= 0));
        match one.status.as_str() {
            "deleted" => false,
            "suspended" if over => self.delete(at),
            _ if one.cancels && ended => self.delete(at),
            "active" if ended && one.auto_renew => {
                one.renews = Some(CHOSEN);
                one.quantity = one.planned.take().unwrap_or(one.quantity);
                true
            }
            "active" if ended => self.suspend(at),
            _ => false,
        }
    }

    /// Takes over the dates that the portal chose.
    pub fn take_days_over(&mut self, portal: &[State; 4]) -> Result<(), String> {
        for (one, portal) in self.states.iter_mut().zip(portal) {
            if one.deletes == Some(CHOSEN) {
                one.deletes = portal.deletes.filter(|left| (90..=120).contains(left));
                one.deletes.ok_or("a suspended one is kept for 90 to 120 days")?;
            }
            if one.renews == Some(CHOSEN) {
                one.renews = portal.renews.filter(|left| (1..=366).contains(left));
                one.renews.ok_or("a renewal is in the future")?;
            }
        }
        Ok(())
    }

    fn is(&self, at: usize, status: &str) -> bool {
        self.states[at].status == status
    }

    fn allows(at: usize, quantity: i32) -> bool {
        (1..=if at < 2 { 10 } else { 10_000_000 }).contains(&quantity)
    }

    fn plan(&mut self, at: usize, quantity: i32) -> bool {
        let one = &mut self.states[at];
        if one.status != "active" || one.cancels || !Self::allows(at, quantity) {
            return false;
        }
        let renews = one.auto_renew && one.renews.is_some();
        if quantity != one.quantity && !renews {
            return false;
        }
        one.planned = (quantity != one.quantity).then_some(quantity);
        true
    }

    fn undo(&mut self, at: usize) -> bool {
        let one = &mut self.states[at];
        let has_plan = one.status == "suspended" && one.planned.is_some();
        if !has_plan && (one.status != "active" || one.cancels) {
            return false;
        }
        one.planned = None;
        one.auto_renew |= !has_plan;
        true
    }

    fn add_ons(at: usize) -> &'static [usize] {
        if at == 0 { &[1, 2] } else { &[] }
    }

    fn suspend(&mut self, at: usize) -> bool {
        let along = Self::add_ons(at).iter().copied().filter(|add_on| self.is(*add_on, "active"));
        let along: Vec<usize> = along.collect();
        for one in along.iter().chain(&[at]) {
            let with_parent = along.contains(one);
            let state = &mut self.states[*one];
            *state =
                State { status: "suspended".into(), deletes: Some(CHOSEN), with_parent, ..state.clone() };
        }
        true
    }

    fn reactivate(&mut self, at: usize) -> bool {
        if self.is(at, "active") || self.is(at, "deleted") {
            return self.is(at, "active");
        }
        if [1, 2].contains(&at) && !self.is(0, "active") {
            return false;
        }
        let back = |one: &usize| self.is(*one, "suspended") && self.states[*one].with_parent;
        let back: Vec<usize> = Self::add_ons(at).iter().copied().filter(back).chain([at]).collect();
        for one in back {
            let state = &mut self.states[one];
            let renews = match state.renews {
                Some(left) if left <= 0 && !state.cancels => {
                    state.quantity = state.planned.take().unwrap_or(state.quantity);
                    Some(CHOSEN)
                }
                known => known,
            };
            *state =
                State { status: "active".into(), deletes: None, with_parent: false, renews, ..state.clone() };
        }
        true
    }

    fn cancel(&mut self, at: usize) -> bool {
        if !self.is(at, "active") || at >= 2 {
            return false;
        }
        if !self.states[at].cancels && at == 1 && self.age < 14 {
            return self.delete(at);
        }
        if !self.states[at].cancels {
            self.states[at].planned = None;
        }
        self.states[at].cancels = true;
        true
    }

    fn delete(&mut self, at: usize) -> bool {
        for one in Self::add_ons(at).iter().chain(&[at]) {
            let state = &mut self.states[*one];
            *state = State {
                status: "deleted".into(),
                deletes: None,
                renews: None,
                with_parent: false,
                cancels: false,
                planned: None,
                ..state.clone()
            };
        }
        true
    }
}
