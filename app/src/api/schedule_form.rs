//! What the fields of a schedule send, and the schedule it means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Times made up for at most, when the field is left empty.
pub const USUAL_CATCH_UP: u32 = 10;

/// What the fields of a schedule hold, by their names: `kind` (`manual`, `at`, `cron`), `timezone`; `at`, `starts_at` and
/// `ends_at` as the clocks of that zone show them (HTML, "local date and time strings"); `expression`, `overlap`, `catch_up`,
/// `most`, `jitter_s`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScheduleForm(BTreeMap<String, String>);

impl ScheduleForm {
    /// What a field holds; nothing when it was not sent.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |text| text.trim())
    }

    /// Enters something into a field.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        self.0.insert(field.to_owned(), value.into());
    }
}

#[cfg(feature = "ssr")]
mod read {
    use chrono::{DateTime, Utc};
    use model::schedule::{MAX_CATCH_UP, MAX_JITTER_S};
    use model::{CatchUp, CronSchedule, Error, FieldCode, FieldError, Schedule};
    use studio_core::schedule::{local, moment};

    use super::{ScheduleForm, USUAL_CATCH_UP};

    impl ScheduleForm {
        /// The fields of a schedule as it is.
        pub(crate) fn of(schedule: &Schedule) -> Self {
            let mut form = Self::default();
            match schedule {
                Schedule::Manual => form.set("kind", "manual"),
                Schedule::At { at } => {
                    form.set("kind", "at");
                    form.set("timezone", "UTC");
                    form.set("at", local(*at, "UTC"));
                }
                Schedule::Cron(cron) => {
                    form.set("kind", "cron");
                    form.set("expression", &*cron.expression);
                    form.set("timezone", &*cron.timezone);
                    for (field, at) in [("starts_at", cron.starts_at), ("ends_at", cron.ends_at)] {
                        form.set(field, at.map(|at| local(at, &cron.timezone)).unwrap_or_default());
                    }
                    form.set("overlap", cron.overlap.as_str());
                    let (word, most) = match cron.catch_up {
                        CatchUp::None => ("none", None),
                        CatchUp::Last => ("last", None),
                        CatchUp::All { most } => ("all", Some(most)),
                    };
                    form.set("catch_up", word);
                    form.set("most", most.map(|most| most.to_string()).unwrap_or_default());
                    form.set("jitter_s", cron.jitter_s.map(|s| s.to_string()).unwrap_or_default());
                }
            }
            form
        }

        /// The schedule, if its words are some; rules about values are core's.
        pub(crate) fn parsed(&self) -> Result<Schedule, Error> {
            let mut fields = Vec::new();
            let schedule = self.read(&mut fields);
            if fields.is_empty() { Ok(schedule) } else { Err(Error::Invalid { fields }) }
        }

        /// The same; what is wrong is added to `fields`.
        pub(crate) fn read(&self, fields: &mut Vec<FieldError>) -> Schedule {
            match self.get("kind") {
                "" | "manual" => Schedule::Manual,
                "at" => match self.moment("at", true, fields) {
                    Some(at) => Schedule::At { at },
                    None => Schedule::Manual,
                },
                "cron" => Schedule::Cron(self.cron(fields)),
                _ => {
                    fields.push(FieldError::new("schedule.kind", FieldCode::UnknownWord));
                    Schedule::Manual
                }
            }
        }

        fn cron(&self, fields: &mut Vec<FieldError>) -> CronSchedule {
            let overlap = match self.get("overlap") {
                "" => Some(Default::default()),
                word => word.parse().ok(),
            };
            if overlap.is_none() {
                fields.push(FieldError::new("schedule.overlap", FieldCode::UnknownWord));
            }
            let catch_up = match self.get("catch_up") {
                "" => CatchUp::default(),
                "none" => CatchUp::None,
                "last" => CatchUp::Last,
                "all" => CatchUp::All { most: self.number("most", 1, MAX_CATCH_UP, fields).unwrap_or(USUAL_CATCH_UP) },
                _ => {
                    fields.push(FieldError::new("schedule.catch_up", FieldCode::UnknownWord));
                    CatchUp::default()
                }
            };
            CronSchedule {
                expression: self.get("expression").to_owned(),
                timezone: self.timezone().to_owned(),
                starts_at: self.moment("starts_at", false, fields),
                ends_at: self.moment("ends_at", false, fields),
                overlap: overlap.unwrap_or_default(),
                catch_up,
                jitter_s: self.number("jitter_s", 0, MAX_JITTER_S, fields),
            }
        }

        fn timezone(&self) -> &str {
            match self.get("timezone") {
                "" => "UTC",
                name => name,
            }
        }

        fn moment(&self, field: &str, required: bool, fields: &mut Vec<FieldError>) -> Option<DateTime<Utc>> {
            let name = format!("schedule.{field}");
            let found = match self.get(field) {
                "" if required => Err(FieldError::new(&name, FieldCode::Required)),
                "" => return None,
                text => moment(&name, text, self.timezone()),
            };
            match found {
                Ok(at) => Some(at),
                Err(error) => {
                    // Core tells of the zone of a cron expression.
                    if required || error.field == name {
                        fields.push(error);
                    }
                    None
                }
            }
        }

        fn number(&self, field: &str, min: u32, max: u32, fields: &mut Vec<FieldError>) -> Option<u32> {
            let text = self.get(field);
            let number = text.parse().ok();
            if number.is_none() && !text.is_empty() {
                let code = FieldCode::OutOfRange { min: min.into(), max: max.into() };
                let below = if field == "most" { "catch_up.most" } else { field };
                fields.push(FieldError::new(&format!("schedule.{below}"), code));
            }
            number
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn form(fields: &[(&str, &str)]) -> ScheduleForm {
            let mut form = ScheduleForm::default();
            fields.iter().for_each(|(field, value)| form.set(field, *value));
            form
        }

        fn wrong(fields: &[(&str, &str)]) -> Vec<String> {
            match form(fields).parsed() {
                Err(Error::Invalid { fields }) => fields.into_iter().map(|problem| problem.field).collect(),
                _ => Vec::new(),
            }
        }

        #[test]
        fn a_form_says_what_it_was_made_of() {
            let at = |text: &str| text.parse::<DateTime<Utc>>().ok();
            let cron = CronSchedule {
                expression: "0 9 * * 1-5".to_owned(),
                timezone: "Europe/Paris".to_owned(),
                starts_at: at("2026-12-01T08:00:00Z"),
                ends_at: at("2027-07-01T08:30:15Z"),
                overlap: model::Overlap::Cancel,
                catch_up: CatchUp::All { most: 7 },
                jitter_s: Some(30),
            };
            let once = Schedule::At { at: at("2026-12-24T18:00:00Z").unwrap() };
            for schedule in [Schedule::Manual, once, Schedule::Cron(cron)] {
                assert_eq!(ScheduleForm::of(&schedule).parsed(), Ok(schedule));
            }
        }

        #[test]
        fn what_is_left_empty_is_the_usual() {
            assert_eq!(form(&[]).parsed(), Ok(Schedule::Manual));
            let cron = form(&[("kind", "cron"), ("expression", "@daily"), ("catch_up", "all")]).parsed();
            let Ok(Schedule::Cron(cron)) = cron else { panic!("{cron:?}") };
            assert_eq!((cron.timezone.as_str(), cron.catch_up), ("UTC", CatchUp::All { most: USUAL_CATCH_UP }));
        }

        #[test]
        fn what_is_wrong_is_told_at_its_field() {
            assert_eq!(wrong(&[("kind", "at")]), ["schedule.at"]);
            assert_eq!(wrong(&[("kind", "at"), ("at", "tomorrow")]), ["schedule.at"]);
            let mars = [("kind", "at"), ("at", "2026-12-24T18:00"), ("timezone", "Mars/Olympus")];
            assert_eq!(wrong(&mars), ["schedule.timezone"]);
            let cron = [("kind", "cron"), ("jitter_s", "-1"), ("catch_up", "all"), ("most", "many"), ("ends_at", "x")];
            assert_eq!(wrong(&cron), ["schedule.catch_up.most", "schedule.ends_at", "schedule.jitter_s"]);
            assert_eq!(wrong(&[("kind", "sometimes")]), ["schedule.kind"]);
        }
    }
}
