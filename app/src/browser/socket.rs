//! A WebSocket to this site.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::network::Listener;

/// What a socket tells.
pub enum SocketEvent {
    /// It is open.
    Open,
    /// A text frame.
    Text(String),
    /// A binary frame.
    Bytes(Uint8Array),
    /// It is closed, whoever closed it, or could not be opened, or the network is gone. The last one, if it is dropped then.
    Closed,
}

/// An open socket, or one that is about to open; dropped, it is closed and tells nothing more.
pub struct Socket {
    socket: WebSocket,
    _on_offline: Listener,
    _on_open: Closure<dyn FnMut()>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut()>,
}

impl Socket {
    /// Opens a socket to a path (with query) of this site.
    pub fn open(path: &str, on_event: impl Fn(SocketEvent) + Clone + 'static) -> Result<Self, JsValue> {
        let location = window().location();
        let scheme = if location.protocol()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{path}", location.host()?))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let tell_gone = {
            let tell = on_event.clone();
            move || tell(SocketEvent::Closed)
        };
        let (tell_open, tell_message, tell_close) = (on_event.clone(), on_event.clone(), on_event);
        let on_open = Closure::<dyn FnMut()>::new(move || tell_open(SocketEvent::Open));
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if let Some(text) = data.as_string() {
                tell_message(SocketEvent::Text(text));
            } else if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
                tell_message(SocketEvent::Bytes(Uint8Array::new(buffer)));
            }
        });
        let on_close = Closure::<dyn FnMut()>::new(move || tell_close(SocketEvent::Closed));
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        let _on_offline = Listener::on_offline(tell_gone);
        Ok(Self { socket, _on_offline, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    /// Sends a text frame. One that is closing takes nothing more: its end is told by [`SocketEvent::Closed`].
    pub fn send(&self, text: &str) {
        if self.socket.ready_state() == WebSocket::OPEN {
            // Fails only while connecting.
            _ = self.socket.send_with_str(text);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // Fails for no close without a code.
        _ = self.socket.close();
    }
}
