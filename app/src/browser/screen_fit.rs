//! How many columns and rows a screen has.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use js_sys::Array;
use leptos::prelude::{request_animation_frame, window};
use model::execution::TerminalSize;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ResizeObserver};

use super::screen::JsClosure;
use super::xterm::{FitAddon, Terminal};

/// Lines that are not broken get columns in steps: each makes xterm.js lay out anew what it holds.
const STEP: u32 = 40;

/// Fits the screen to its element, or, where the size is the command's, tells how much room there is.
pub(super) struct Fit {
    terminal: Terminal,
    addon: FitAddon,
    room: Option<Rc<dyn Fn(TerminalSize)>>,
    /// Size of the command's terminal.
    told: Cell<Option<TerminalSize>>,
    /// Columns that lines in sight have needed so far; `None` while lines are broken.
    needed: Cell<Option<u32>>,
}

impl Fit {
    /// Lines are broken at first.
    pub(super) fn new(terminal: Terminal, addon: FitAddon, room: Option<Rc<dyn Fn(TerminalSize)>>) -> Self {
        Self { terminal, addon, room, told: Cell::new(None), needed: Cell::new(None) }
    }

    /// The element has another size, or characters have.
    pub(super) fn fit(&self) {
        if self.room.is_none() && self.needed.get().is_none() {
            return self.addon.fit();
        }
        let Some(proposed) = self.addon.propose() else { return };
        // Casts saturate, and what is no number becomes 0.
        let (cols, rows) = (proposed.cols() as u16, proposed.dimension_rows() as u16);
        let most = TerminalSize::MAX;
        let size = TerminalSize { cols: cols.clamp(2, most), rows: rows.clamp(2, most) };
        match &self.room {
            Some(room) => room(size),
            None => self.resize(size),
        }
    }

    /// Takes the size that the command's terminal has.
    pub(super) fn set_size(&self, size: TerminalSize) {
        self.told.set(Some(size));
        self.resize(size);
    }

    /// Breaks lines that do not fit, or not.
    pub(super) fn set_wrap(&self, wrap: bool) {
        if wrap != self.needed.get().is_none() {
            self.needed.set((!wrap).then_some(0));
            self.lay_out();
            self.widen();
        }
    }

    /// Widens the screen, unless lines are broken, when one in sight needs more columns. Of what is not in sight nobody
    /// sees how it is laid out. A program that takes the whole screen breaks its lines itself.
    pub(super) fn widen(&self) {
        let Some(needed) = self.needed.get() else { return };
        let (buffer, cols) = (self.terminal.buffer().active(), self.terminal.cols());
        if buffer.kind() == "alternate" {
            return;
        }
        let (mut before, mut longest) = (0, 0);
        for y in buffer.viewport_y()..buffer.viewport_y() + self.terminal.rows() {
            let Some(line) = buffer.line(y) else { break };
            before = if line.is_wrapped() { before + cols } else { 0 };
            if before > 0 {
                longest = longest.max(before + line.text(true).length());
            }
        }
        let longest = longest.next_multiple_of(STEP).min(TerminalSize::MAX.into());
        if longest > cols.max(needed) {
            self.needed.set(Some(longest));
            self.lay_out();
        }
    }

    /// [`Self::widen`], not in the midst of a drawing.
    pub(super) fn widen_soon(fit: &Weak<Self>) {
        if fit.upgrade().is_some_and(|fit| fit.needed.get().is_some()) {
            let fit = fit.clone();
            request_animation_frame(move || {
                if let Some(fit) = fit.upgrade() {
                    fit.widen();
                }
            });
        }
    }

    fn lay_out(&self) {
        match (&self.room, self.told.get()) {
            (Some(_), Some(size)) => self.resize(size),
            (Some(_), None) => {}
            (None, _) => self.fit(),
        }
    }

    fn resize(&self, size: TerminalSize) {
        let cols = self.needed.get().unwrap_or_default().max(size.cols.into());
        self.terminal.resize(cols, size.rows.into());
    }
}

/// Fits the screen whenever its element has another size.
pub(super) fn follow_size(parent: &HtmlElement, fit: &Rc<Fit>) -> Result<(ResizeObserver, JsClosure), JsValue> {
    let fit = fit.clone();
    let waiting = Rc::new(Cell::new(false));
    let in_frame = {
        let waiting = waiting.clone();
        Closure::<dyn FnMut()>::new(move || {
            waiting.set(false);
            fit.fit();
        })
    };
    let on_resize = Closure::<dyn FnMut(Array)>::new(move |_| {
        // Within the observer's own call a change of size would be reported as a loop.
        if !waiting.replace(true) {
            // Fails in no window that shows the page.
            _ = window().request_animation_frame(in_frame.as_ref().unchecked_ref());
        }
    });
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref())?;
    observer.observe(parent);
    Ok((observer, Box::new(on_resize)))
}
