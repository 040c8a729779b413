//! The part of [xterm.js](https://xtermjs.org) 6 that the terminal uses, typed. `server/docs/adr/0003-xterm-binding.md`
//! tells why the binding is our own.

use js_sys::{Array, Function, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::asset;

#[wasm_bindgen]
extern "C" {
    /// The module `xterm.js` of the site.
    pub(super) type Xterm;
    #[wasm_bindgen(method, getter, js_name = Terminal)]
    fn terminal_class(this: &Xterm) -> Function;
    #[wasm_bindgen(method, getter, js_name = FitAddon)]
    fn fit_class(this: &Xterm) -> Function;
    #[wasm_bindgen(method, getter, js_name = SearchAddon)]
    fn search_class(this: &Xterm) -> Function;
    #[wasm_bindgen(method, getter, js_name = WebLinksAddon)]
    fn web_links_class(this: &Xterm) -> Function;

    /// `Terminal` of `@xterm/xterm`.
    #[derive(Clone)]
    pub(super) type Terminal;
    #[wasm_bindgen(method, catch)]
    pub(super) fn open(this: &Terminal, parent: &HtmlElement) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn buffer(this: &Terminal) -> Buffers;
    #[wasm_bindgen(method, getter)]
    pub(super) fn textarea(this: &Terminal) -> Option<HtmlTextAreaElement>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn options(this: &Terminal) -> Object;
    #[wasm_bindgen(method, getter)]
    pub(super) fn rows(this: &Terminal) -> u32;
    #[wasm_bindgen(method, getter)]
    pub(super) fn cols(this: &Terminal) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn resize(this: &Terminal, cols: u32, rows: u32);
    #[wasm_bindgen(method)]
    pub(super) fn blur(this: &Terminal);
    #[wasm_bindgen(method, js_name = onData)]
    pub(super) fn on_data(this: &Terminal, typed: &Function);
    #[wasm_bindgen(method, catch)]
    pub(super) fn write(this: &Terminal, data: &Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = write)]
    pub(super) fn write_then(this: &Terminal, data: &Uint8Array, written: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = scrollLines)]
    pub(super) fn scroll_lines(this: &Terminal, lines: i32);
    #[wasm_bindgen(method, js_name = scrollPages)]
    pub(super) fn scroll_pages(this: &Terminal, pages: i32);
    #[wasm_bindgen(method, js_name = scrollToTop)]
    pub(super) fn scroll_to_top(this: &Terminal);
    #[wasm_bindgen(method, js_name = scrollToBottom)]
    pub(super) fn scroll_to_bottom(this: &Terminal);
    #[wasm_bindgen(method, js_name = scrollToLine)]
    pub(super) fn scroll_to_line(this: &Terminal, line: i32);
    #[wasm_bindgen(method, js_name = registerMarker)]
    pub(super) fn register_marker(this: &Terminal) -> Option<Marker>;
    #[wasm_bindgen(method, js_name = hasSelection)]
    pub(super) fn has_selection(this: &Terminal) -> bool;
    #[wasm_bindgen(method, js_name = getSelection)]
    pub(super) fn selection(this: &Terminal) -> String;
    #[wasm_bindgen(method, js_name = clearSelection)]
    pub(super) fn clear_selection(this: &Terminal);
    #[wasm_bindgen(method, js_name = selectAll)]
    pub(super) fn select_all(this: &Terminal);
    #[wasm_bindgen(method, js_name = registerDecoration)]
    pub(super) fn register_decoration(this: &Terminal, options: &Object) -> JsValue;
    #[wasm_bindgen(method, js_name = onRender)]
    pub(super) fn on_render(this: &Terminal, rendered: &Function);
    #[wasm_bindgen(method, js_name = attachCustomKeyEventHandler)]
    pub(super) fn on_key(this: &Terminal, take: &Function);
    #[wasm_bindgen(method, js_name = loadAddon)]
    fn load_addon(this: &Terminal, addon: &JsValue);
    #[wasm_bindgen(method)]
    pub(super) fn dispose(this: &Terminal);

    /// `IBufferNamespace`.
    pub(super) type Buffers;
    #[wasm_bindgen(method, getter)]
    pub(super) fn active(this: &Buffers) -> Buffer;
    #[wasm_bindgen(method, getter)]
    pub(super) fn normal(this: &Buffers) -> Buffer;

    /// `IBuffer`.
    pub(super) type Buffer;
    #[wasm_bindgen(method, getter, js_name = viewportY)]
    pub(super) fn viewport_y(this: &Buffer) -> u32;
    #[wasm_bindgen(method, getter, js_name = baseY)]
    pub(super) fn base_y(this: &Buffer) -> u32;
    #[wasm_bindgen(method, getter)]
    pub(super) fn length(this: &Buffer) -> u32;
    /// `normal`, or `alternate` for programs that take the whole screen.
    #[wasm_bindgen(method, getter, js_name = type)]
    pub(super) fn kind(this: &Buffer) -> String;
    #[wasm_bindgen(method, js_name = getLine)]
    pub(super) fn line(this: &Buffer, y: u32) -> Option<BufferLine>;

    /// `IBufferLine`.
    pub(super) type BufferLine;
    #[wasm_bindgen(method, getter, js_name = isWrapped)]
    pub(super) fn is_wrapped(this: &BufferLine) -> bool;
    #[wasm_bindgen(method, js_name = translateToString)]
    pub(super) fn text(this: &BufferLine, trim_right: bool) -> JsString;

    /// `IMarker`.
    pub(super) type Marker;
    /// Where it is; negative once its line was dropped.
    #[wasm_bindgen(method, getter, js_name = line)]
    pub(super) fn marked_line(this: &Marker) -> i32;

    /// `FitAddon` of `@xterm/addon-fit`.
    #[derive(Clone)]
    pub(super) type FitAddon;
    #[wasm_bindgen(method)]
    pub(super) fn fit(this: &FitAddon);
    #[wasm_bindgen(method, js_name = proposeDimensions)]
    pub(super) fn propose(this: &FitAddon) -> Option<Dimensions>;

    /// `ITerminalDimensions` of `@xterm/addon-fit`.
    pub(super) type Dimensions;
    #[wasm_bindgen(method, getter)]
    pub(super) fn cols(this: &Dimensions) -> f64;
    #[wasm_bindgen(method, getter, js_name = rows)]
    pub(super) fn dimension_rows(this: &Dimensions) -> f64;

    /// `SearchAddon` of `@xterm/addon-search`.
    pub(super) type SearchAddon;
    #[wasm_bindgen(method, js_name = findNext)]
    pub(super) fn find_next(this: &SearchAddon, words: &str) -> bool;
    #[wasm_bindgen(method, js_name = findPrevious)]
    pub(super) fn find_previous(this: &SearchAddon, words: &str) -> bool;
}

impl Xterm {
    /// Loads program and style sheet of xterm.js; what is there already is not loaded again.
    pub(super) async fn load() -> Result<Self, JsValue> {
        asset::load_style("xterm.css").await?;
        Ok(asset::load_module("xterm.js").await?.unchecked_into())
    }

    /// A terminal that is not in the page yet, with links that can be followed.
    pub(super) fn terminal(&self, options: &Object) -> Result<Terminal, JsValue> {
        let terminal: Terminal = Reflect::construct(&self.terminal_class(), &Array::of1(options))?.unchecked_into();
        terminal.load_addon(&Reflect::construct(&self.web_links_class(), &Array::new())?);
        Ok(terminal)
    }

    /// What fits a terminal to its element.
    pub(super) fn fit_addon(&self, terminal: &Terminal) -> Result<FitAddon, JsValue> {
        let addon = Reflect::construct(&self.fit_class(), &Array::new())?;
        terminal.load_addon(&addon);
        Ok(addon.unchecked_into())
    }

    /// What searches a terminal.
    pub(super) fn search_addon(&self, terminal: &Terminal) -> Result<SearchAddon, JsValue> {
        let addon = Reflect::construct(&self.search_class(), &Array::new())?;
        terminal.load_addon(&addon);
        Ok(addon.unchecked_into())
    }
}
