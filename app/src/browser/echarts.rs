//! Charts: the part of [ECharts](https://echarts.apache.org) 6 that the chart uses, typed.
//! `server/docs/adr/0010-charts.md` tells who does what.

use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ResizeObserver};

use super::asset;
use super::theme::{ThemeWatch, token};

#[wasm_bindgen]
extern "C" {
    /// The module `echarts.js` of the site.
    type Echarts;
    #[wasm_bindgen(method, catch)]
    fn init(
        this: &Echarts,
        parent: &HtmlElement,
        theme: &JsValue,
        options: &Object,
    ) -> Result<EchartsInstance, JsValue>;

    /// `EChartsType` of `echarts/core`.
    #[derive(Clone)]
    type EchartsInstance;
    #[wasm_bindgen(method, catch, js_name = setOption)]
    fn set_option(this: &EchartsInstance, option: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn resize(this: &EchartsInstance);
    #[wasm_bindgen(method)]
    fn dispose(this: &EchartsInstance);
}

/// A chart in the page; dropped, it is gone from there.
pub struct Drawing {
    parent: HtmlElement,
    instance: EchartsInstance,
    resized: ResizeObserver,
    number: Closure<dyn FnMut(JsValue) -> String>,
    _theme: ThemeWatch,
    _on_resize: Closure<dyn FnMut()>,
}

impl Drawing {
    /// Loads ECharts and makes an empty chart that fills `parent` and keeps filling it. `number` writes a value as the reader
    /// does; `changed` is called when the values of tokens have changed and it is time to draw again.
    pub async fn open(
        parent: &HtmlElement,
        number: impl Fn(f64) -> String + 'static,
        changed: impl Fn() + 'static,
    ) -> Result<Self, JsValue> {
        let echarts: Echarts = asset::load_module("echarts.js").await?.unchecked_into();
        let options = Object::new();
        Reflect::set(&options, &"renderer".into(), &"svg".into())?;
        let instance = echarts.init(parent, &JsValue::UNDEFINED, &options)?;
        let on_resize = {
            let instance = instance.clone();
            Closure::<dyn FnMut()>::new(move || instance.resize())
        };
        let resized = ResizeObserver::new(on_resize.as_ref().unchecked_ref())?;
        resized.observe(parent);
        let number = Closure::<dyn FnMut(JsValue) -> String>::new(move |value: JsValue| {
            value.as_f64().map(&number).unwrap_or_default()
        });
        Ok(Self {
            parent: parent.clone(),
            instance,
            resized,
            number,
            _theme: ThemeWatch::new(changed)?,
            _on_resize: on_resize,
        })
    }

    /// The value of a token (`--color-text`) where the chart stands.
    pub fn token(&self, name: &str) -> Option<String> {
        token(&self.parent, name)
    }

    /// Draws an option (JSON) with a tooltip and a value axis. What a reader zoomed to stays.
    pub fn draw(&self, option: &str) -> Result<(), JsValue> {
        let option = JSON::parse(option)?;
        let number: &Function = self.number.as_ref().unchecked_ref();
        // Functions cannot be written in JSON.
        let tooltip = Reflect::get(&option, &"tooltip".into())?;
        Reflect::set(&tooltip, &"valueFormatter".into(), number)?;
        let axis = Reflect::get(&option, &"yAxis".into())?;
        let label = Reflect::get(&axis, &"axisLabel".into())?;
        Reflect::set(&label, &"formatter".into(), number)?;
        self.instance.set_option(&option)
    }
}

impl Drop for Drawing {
    fn drop(&mut self) {
        self.resized.disconnect();
        self.instance.dispose();
    }
}
