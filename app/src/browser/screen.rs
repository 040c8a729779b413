//! The terminal's screen: xterm.js in an element, to look at and, where the command has a terminal, to type into.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Reflect, Uint8Array};
use leptos::prelude::document;
use model::execution::TerminalSize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, KeyboardEvent, ResizeObserver};

use super::screen_fit::{Fit, follow_size};
use super::theme::{ThemeWatch, token};
use super::xterm::{Marker, SearchAddon, Terminal, Xterm};

/// Most bytes handed to xterm.js in one piece. It lets the page draw between pieces once 12 ms have passed, and parses each
/// without a pause. What costs are lines, about 40 µs each before the browser has optimized the code: this many at most.
const PIECE: u32 = 1024;

/// The same at the beginning: a screen's first lines take several times as long as later ones.
const FIRST_PIECE: u32 = 256;

/// So many bytes count as the beginning.
const BEGINNING: u32 = 64 * 1024;

/// How a screen begins.
#[derive(Clone, Debug)]
pub struct ScreenOptions {
    /// The output comes from a terminal, whose size is told by [`Screen::set_size`]. Else it comes from pipes: the screen
    /// takes the size of its element, and a line feed alone also goes back to the first column.
    pub pty: bool,
    /// Lines kept above the visible ones.
    pub scrollback: u32,
    /// Height of a character in CSS pixels.
    pub font_size: u32,
    /// What the screen is, for screen readers.
    pub label: String,
}

/// What a screen tells.
pub struct ScreenEvents {
    /// The bytes of a call of [`Screen::write`] were taken in; called once for each, in their order.
    pub written: Box<dyn FnMut()>,
    /// Something was drawn: whether the end is in sight, and whether lines above were dropped.
    pub drawn: Box<dyn FnMut(bool, bool)>,
    /// Something was typed, encoded as programs in a terminal expect it. Only while [`Screen::set_typing`] allows it.
    pub typed: Box<dyn FnMut(String)>,
    /// The element has room for this much. Only where the output comes from a terminal.
    pub room: Rc<dyn Fn(TerminalSize)>,
}

/// A screen in the page; dropped, it is gone from there.
pub struct Screen {
    terminal: Terminal,
    fit: Rc<Fit>,
    typing: Rc<Cell<bool>>,
    /// Bytes handed to xterm.js, saturating.
    taken: Cell<u32>,
    search: SearchAddon,
    /// The line to show once there is enough below it.
    marked: RefCell<Option<Marker>>,
    written: Closure<dyn FnMut()>,
    resized: ResizeObserver,
    _theme: ThemeWatch,
    _closures: Vec<JsClosure>,
}

/// Kept for as long as xterm.js may call it.
pub(super) type JsClosure = Box<dyn std::any::Any>;

impl Screen {
    /// Loads xterm.js and opens a screen that fills `parent` and takes its colours and font from the tokens
    /// (`--terminal-…`) there.
    pub async fn open(parent: &HtmlElement, options: ScreenOptions, events: ScreenEvents) -> Result<Self, JsValue> {
        let xterm = Xterm::load().await?;
        let font = token(parent, "--font-mono").unwrap_or_else(|| "monospace".to_owned());
        // Cells are measured once, so the font has to be there. A font that cannot be had leaves the next of the list.
        _ = JsFuture::from(document().fonts().load(&format!("{}px {font}", options.font_size))).await;
        let terminal = xterm.terminal(&xterm_options(parent, &options, &font))?;
        let (fit, search) = (xterm.fit_addon(&terminal)?, xterm.search_addon(&terminal)?);
        terminal.open(parent)?;
        let fit = Rc::new(Fit::new(terminal.clone(), fit, options.pty.then_some(events.room)));
        let typing = Rc::new(Cell::new(false));
        fit.fit();
        if let Some(textarea) = terminal.textarea() {
            textarea.set_attribute("aria-label", &options.label)?;
            textarea.set_read_only(true);
        }
        let closures = vec![
            listen_keys(&terminal, typing.clone()),
            listen_draws(&terminal, &options, &fit, events.drawn),
            listen_data(&terminal, typing.clone(), events.typed),
        ];
        let (resized, on_resize) = follow_size(parent, &fit)?;
        let watch = follow_theme(parent, &terminal, options.pty)?;
        let mut closures: Vec<JsClosure> = closures;
        closures.push(on_resize);
        Ok(Self {
            terminal,
            fit,
            typing,
            taken: Cell::new(0),
            search,
            marked: RefCell::default(),
            written: Closure::new(events.written),
            resized,
            _theme: watch,
            _closures: closures,
        })
    }

    /// Draws bytes, in the order of calls. [`ScreenEvents::written`] is called once for each call.
    pub fn write(&self, bytes: &Uint8Array) -> Result<(), JsValue> {
        let end = bytes.length();
        let taken = self.taken.replace(self.taken.get().saturating_add(end));
        let piece = if taken < BEGINNING { FIRST_PIECE } else { PIECE };
        let mut start = 0;
        while end - start > piece {
            self.terminal.write(&bytes.subarray(start, start + piece))?;
            start += piece;
        }
        let written: &Function = self.written.as_ref().unchecked_ref();
        self.terminal.write_then(&bytes.subarray(start, end), written)
    }

    /// Shows the end and stays there.
    pub fn scroll_to_end(&self) {
        self.marked.take();
        self.terminal.scroll_to_bottom();
    }

    /// Leaves the end, if only by a line, so that new output no longer moves what is shown.
    pub fn leave_end(&self) {
        self.terminal.scroll_lines(-1);
    }

    /// What is written from here on begins the line to show, which is marked (`.xterm-decoration`) as long as it is there.
    pub fn mark(&self) {
        if let Some(marker) = self.terminal.register_marker() {
            let decoration = Object::new();
            set(&decoration, "marker", &marker);
            _ = self.terminal.register_decoration(&decoration);
            self.marked.replace(Some(marker));
        }
    }

    /// Goes to the marked line and stays there, as soon as there is a screen of lines around it.
    pub fn show_mark(&self) {
        let Some(line) = self.marked.borrow().as_ref().map(Marker::marked_line) else { return };
        let above = i32::try_from(self.terminal.rows() / 3).unwrap_or_default();
        let top = (line - above).max(0);
        if i64::from(self.terminal.buffer().active().base_y()) > i64::from(top) {
            self.marked.take();
            self.terminal.scroll_to_line(top);
        }
    }

    /// What is selected; where nothing is, everything that was not dropped.
    pub fn text(&self) -> String {
        if self.terminal.has_selection() {
            return self.terminal.selection();
        }
        self.terminal.select_all();
        let all = self.terminal.selection();
        self.terminal.clear_selection();
        all.trim_end().to_owned()
    }

    /// Selects the next place where words stand (or, `back`, the one before); false when there is none.
    pub fn find(&self, words: &str, back: bool) -> bool {
        if back { self.search.find_previous(words) } else { self.search.find_next(words) }
    }

    /// Lets keys through to the command, or keeps them for scrolling.
    pub fn set_typing(&self, typing: bool) {
        if self.typing.replace(typing) == typing {
            return;
        }
        set(&self.terminal.options(), "disableStdin", &(!typing).into());
        if let Some(textarea) = self.terminal.textarea() {
            textarea.set_read_only(!typing);
        }
        if typing {
            self.fit.fit();
        }
    }

    /// Takes the size that the command's terminal has.
    pub fn set_size(&self, size: TerminalSize) {
        self.fit.set_size(size);
    }

    /// Breaks lines that do not fit, or gives them as many columns as they need. The command hears nothing of it.
    pub fn set_wrap(&self, wrap: bool) {
        self.fit.set_wrap(wrap);
    }

    /// Changes the height of a character, in CSS pixels.
    pub fn set_font_size(&self, size: u32) {
        set(&self.terminal.options(), "fontSize", &size.into());
        self.fit.fit();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.resized.disconnect();
        self.terminal.dispose();
    }
}

fn xterm_options(parent: &HtmlElement, options: &ScreenOptions, font: &str) -> Object {
    let object = Object::new();
    let pairs: [(&str, JsValue); 12] = [
        ("allowProposedApi", true.into()),
        ("convertEol", (!options.pty).into()),
        ("cursorInactiveStyle", "none".into()),
        ("cursorStyle", "bar".into()),
        ("disableStdin", true.into()),
        ("fontFamily", font.into()),
        ("fontSize", options.font_size.into()),
        ("lineHeight", 1.2.into()),
        ("minimumContrastRatio", 4.5.into()),
        ("scrollback", options.scrollback.into()),
        ("logLevel", "error".into()),
        ("theme", theme(parent, options.pty).into()),
    ];
    for (name, value) in pairs {
        set(&object, name, &value);
    }
    object
}

/// The colours of xterm.js (`ITheme`) from the tokens on an element; the sixteen of ANSI (ECMA-48) among them.
fn theme(element: &HtmlElement, pty: bool) -> Object {
    const COLORS: [&str; 19] = [
        "background",
        "foreground",
        "selectionBackground",
        "black",
        "red",
        "green",
        "yellow",
        "blue",
        "magenta",
        "cyan",
        "white",
        "brightBlack",
        "brightRed",
        "brightGreen",
        "brightYellow",
        "brightBlue",
        "brightMagenta",
        "brightCyan",
        "brightWhite",
    ];
    let theme = Object::new();
    for name in COLORS {
        if let Some(color) = token(element, &format!("--terminal-{}", kebab(name))) {
            set(&theme, name, &color.into());
        }
    }
    // Without a terminal there is nothing to type into.
    let cursor = if pty { token(element, "--terminal-foreground") } else { None };
    set(&theme, "cursor", &cursor.unwrap_or_else(|| "#00000000".to_owned()).into());
    theme
}

/// `bright-black` of `brightBlack`.
fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 1);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    _ = Reflect::set(object, &name.into(), value);
}

/// Keys go to the command while one types, all but Ctrl, Shift and X, which leave the terminal, and those that copy. Else
/// they scroll, and everything else is left to the browser, so that Tab leaves the terminal.
fn listen_keys(terminal: &Terminal, typing: Rc<Cell<bool>>) -> JsClosure {
    let target = terminal.clone();
    let take = Closure::<dyn FnMut(KeyboardEvent) -> bool>::new(move |event: KeyboardEvent| {
        if typing.get() {
            let ours = event.ctrl_key() && event.shift_key();
            if ours && event.key().eq_ignore_ascii_case("x") && event.type_() == "keydown" {
                event.prevent_default();
                target.blur();
            }
            return !ours;
        }
        if event.type_() == "keydown" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
            match event.key().as_str() {
                "ArrowUp" => target.scroll_lines(-1),
                "ArrowDown" => target.scroll_lines(1),
                "PageUp" => target.scroll_pages(-1),
                "PageDown" | " " => target.scroll_pages(1),
                "Home" => target.scroll_to_top(),
                "End" => target.scroll_to_bottom(),
                _ => return false,
            }
            event.prevent_default();
        }
        false
    });
    terminal.on_key(take.as_ref().unchecked_ref());
    Box::new(take)
}

/// At most once a frame. Following every scrolled line would cost more than drawing it.
fn listen_draws(
    terminal: &Terminal,
    options: &ScreenOptions,
    fit: &Rc<Fit>,
    mut drawn: Box<dyn FnMut(bool, bool)>,
) -> JsClosure {
    let (target, scrollback) = (terminal.clone(), options.scrollback);
    let fit = Rc::downgrade(fit);
    let last = Cell::new(None);
    let on_render = Closure::<dyn FnMut()>::new(move || {
        Fit::widen_soon(&fit);
        let (active, normal) = (target.buffer().active(), target.buffer().normal());
        let at_end = active.viewport_y() >= active.base_y();
        let dropped = normal.length() >= scrollback + target.rows();
        if last.replace(Some((at_end, dropped))) != Some((at_end, dropped)) {
            drawn(at_end, dropped);
        }
    });
    terminal.on_render(on_render.as_ref().unchecked_ref());
    Box::new(on_render)
}

/// What the terminal itself answers to a program's question counts as typed only where somebody is at it: of two viewers
/// both would answer, and one who looks at old output would answer again.
fn listen_data(terminal: &Terminal, typing: Rc<Cell<bool>>, mut typed: Box<dyn FnMut(String)>) -> JsClosure {
    let target = terminal.clone();
    let on_data = Closure::<dyn FnMut(String)>::new(move |data: String| {
        let focused = document().active_element();
        let here = target.textarea().is_some_and(|textarea| focused.as_ref() == Some(textarea.unchecked_ref()));
        if typing.get() && here {
            typed(data);
        }
    });
    terminal.on_data(on_data.as_ref().unchecked_ref());
    Box::new(on_data)
}

/// The screen takes the theme's colours while the page is open.
fn follow_theme(parent: &HtmlElement, terminal: &Terminal, pty: bool) -> Result<ThemeWatch, JsValue> {
    let (parent, target) = (parent.clone(), terminal.clone());
    ThemeWatch::new(move || set(&target.options(), "theme", &theme(&parent, pty).into()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn colors_have_tokens() {
        assert_eq!(super::kebab("background"), "background");
        assert_eq!(super::kebab("brightBlack"), "bright-black");
        assert_eq!(super::kebab("selectionBackground"), "selection-background");
    }
}
