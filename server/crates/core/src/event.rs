//! What happens, told to those who may know it.

use std::collections::HashSet;

use model::event::{EventFrame, EventTopic, Happening, Subject};
use model::{Action, Error, FieldCode};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::bus::{Event, Topic};
use crate::{OrgCtx, Result};

/// Topics of one listener.
const MOST: usize = 200;

/// A listener. Hears of the organization's changes from the moment it is made.
pub struct Listener {
    ctx: OrgCtx,
    bus: Receiver<Event>,
    topics: HashSet<EventTopic>,
}

impl Listener {
    /// One who listens to nothing yet.
    pub fn new(ctx: OrgCtx) -> Self {
        let bus = ctx.services().bus.subscribe();
        Self { ctx, bus, topics: HashSet::new() }
    }

    /// Listens to a topic, if the listener may read what it is about.
    pub fn subscribe(&mut self, topic: &str) -> Result<()> {
        let topic: EventTopic = topic.parse().map_err(|_| Error::invalid("topics", FieldCode::UnknownWord))?;
        self.ctx.authorize(needed(topic))?;
        if self.topics.len() >= MOST {
            return Err(Error::invalid("topics", FieldCode::OutOfRange { min: 1, max: MOST as i64 }).into());
        }
        self.topics.insert(topic);
        Ok(())
    }

    /// No longer listens to a topic.
    pub fn unsubscribe(&mut self, topic: &str) {
        if let Ok(topic) = topic.parse() {
            self.topics.remove(&topic);
        }
    }

    /// Looks again who listens, and drops what they may no longer know; an error when they are signed out or no member any
    /// more.
    pub async fn check_again(&mut self) -> Result<()> {
        self.ctx = self.ctx.again().await?;
        let ctx = &self.ctx;
        self.topics.retain(|topic| ctx.authorize(needed(*topic)).is_ok());
        Ok(())
    }

    /// What happens next.
    pub async fn next(&mut self) -> Vec<EventFrame> {
        loop {
            let frames = match self.bus.recv().await {
                Ok(event) if event.organization == self.ctx.organization_id => self.frames(event.topic),
                Ok(_) => continue,
                Err(RecvError::Lagged(_)) => return vec![EventFrame::Lagged],
                Err(RecvError::Closed) => std::future::pending().await,
            };
            if !frames.is_empty() {
                return frames;
            }
        }
    }

    fn frames(&self, topic: Topic) -> Vec<EventFrame> {
        let server = |id| Subject { server_id: Some(id), ..Default::default() };
        let execution = |id| Subject { execution_id: Some(id), ..Default::default() };
        let (topics, subject, frame): (&[EventTopic], _, fn(Happening) -> EventFrame) = match topic {
            Topic::Queue => (&[EventTopic::Queue], Subject::default(), EventFrame::Changed),
            Topic::Server(id) => (&[EventTopic::Servers, EventTopic::Server(id)], server(id), EventFrame::Changed),
            Topic::Execution(id) => {
                (&[EventTopic::Executions, EventTopic::Execution(id)], execution(id), EventFrame::Changed)
            }
            Topic::Output(id) => (&[EventTopic::Execution(id)], execution(id), EventFrame::Output),
            Topic::Input(_) | Topic::Terminal(_) | Topic::Cancel(_) => return Vec::new(),
        };
        let heard = topics.iter().filter(|topic| self.topics.contains(topic));
        heard
            .map(|topic| {
                let topic = topic.to_string();
                frame(Happening { id: self.ctx.new_id(), topic, at: self.ctx.now(), data: subject })
            })
            .collect()
    }
}

fn needed(topic: EventTopic) -> Action {
    match topic {
        EventTopic::Servers | EventTopic::Server(_) => Action::ServerRead,
        EventTopic::Executions | EventTopic::Execution(_) | EventTopic::Queue => Action::ExecutionRead,
    }
}
