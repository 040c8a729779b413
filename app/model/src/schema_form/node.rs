//! The fields of a form.

use serde_json::{Number, Value};

/// A field with all that lies in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name for people, if the schema gives one.
    pub title: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What a new form starts with.
    pub default: Option<Value>,
    /// Values that show what is meant.
    pub examples: Vec<Value>,
    /// It may be null beside what `kind` says.
    pub nullable: bool,
    /// How it is entered.
    pub kind: Kind,
}

/// How a value is entered.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text.
    Text(TextField),
    /// A number.
    Number(NumberField),
    /// A number without a fraction.
    Integer(NumberField),
    /// True or false; an optional one is a choice of three.
    Boolean,
    /// One of these values; never empty.
    Choice(Vec<ChoiceOption>),
    /// Named values.
    Object(ObjectField),
    /// Values in a row.
    Array(ArrayField),
    /// One of these shapes; at least two.
    OneOf(Vec<Node>),
    /// Whatever JSON, written as such.
    Json,
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextField {
    /// Which control suits it.
    pub input: TextInput,
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
    /// A regular expression (ECMA-262) that is found in it. A hint: only the server checks it.
    pub pattern: Option<String>,
}

/// Which control suits a text; by its `format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextInput {
    /// One line.
    #[default]
    Line,
    /// Several lines: a media type is named, or it may be longer than 255 characters.
    Area,
    /// An e-mail address.
    Email,
    /// A URI.
    Uri,
    /// A date: `2026-01-31`.
    Date,
    /// A date with time and zone: `2026-01-31T12:00:00Z`.
    DateTime,
    /// A time: `12:00:00Z`.
    Time,
    /// A UUID.
    Uuid,
    /// Not to be shown while it is typed.
    Password,
}

/// Bounds of a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberField {
    /// Smallest value.
    pub minimum: Option<Number>,
    /// Largest value.
    pub maximum: Option<Number>,
    /// It is larger than this.
    pub exclusive_minimum: Option<Number>,
    /// It is smaller than this.
    pub exclusive_maximum: Option<Number>,
    /// It is a multiple of this.
    pub multiple_of: Option<Number>,
}

/// A value that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceOption {
    /// What stands for it in an entry: the text itself, or the JSON of what could be mistaken for other JSON.
    pub key: String,
    /// The value.
    pub value: Value,
    /// Its name for people, if the schema gives one.
    pub title: Option<String>,
}

impl ChoiceOption {
    /// An option for a value.
    pub fn new(value: Value, title: Option<String>) -> Self {
        let key = match &value {
            Value::String(text) if !text.trim().is_empty() && serde_json::from_str::<Value>(text).is_err() => {
                text.clone()
            }
            other => other.to_string(),
        };
        Self { key, value, title }
    }
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectField {
    /// Its fields: those required in the order of `required`, then the others by name.
    pub properties: Vec<Property>,
    /// What else it may have.
    pub additional: Additional,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name in the object.
    pub name: String,
    /// The object is not valid without it.
    pub required: bool,
    /// The field.
    pub node: Node,
}

/// Properties that an object may have beside its fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// None.
    Closed,
    /// Any; they are entered as one JSON object.
    Open,
    /// It has no other fields: keys of one's own with values of this kind.
    Map(Box<Node>),
}

/// An array.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrayField {
    /// The first items, each of its own kind.
    pub prefix: Vec<Node>,
    /// The items after these; none when there may be no more.
    pub items: Option<Box<Node>>,
    /// Fewest items.
    pub min_items: Option<u64>,
    /// Most items.
    pub max_items: Option<u64>,
    /// No two are equal.
    pub unique: bool,
}

impl ArrayField {
    /// The kind of an item.
    pub fn item(&self, index: usize) -> Option<&Node> {
        self.prefix.get(index).or(self.items.as_deref())
    }

    /// The options, when the array is a choice of several.
    pub fn options(&self) -> Option<&[ChoiceOption]> {
        match self.items.as_deref().map(|item| &item.kind) {
            Some(Kind::Choice(options)) if self.prefix.is_empty() => Some(options),
            _ => None,
        }
    }
}

impl Node {
    /// A field of a kind, without name or default.
    pub(super) fn new(kind: Kind) -> Self {
        Self { title: None, description: None, default: None, examples: Vec::new(), nullable: false, kind }
    }

    /// The only value it can have, if it is a constant.
    pub fn constant(&self) -> Option<&Value> {
        match &self.kind {
            Kind::Choice(options) if options.len() == 1 && !self.nullable => options.first().map(|only| &only.value),
            _ => None,
        }
    }

    /// Whether a value has the shape of this field; its bounds do not matter. Tells the variants of a one-of apart.
    pub fn fits(&self, value: &Value) -> bool {
        if value.is_null() && self.nullable {
            return true;
        }
        match &self.kind {
            Kind::Text(_) => value.is_string(),
            Kind::Number(_) => value.is_number(),
            Kind::Integer(_) => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Kind::Boolean => value.is_boolean(),
            Kind::Choice(options) => options.iter().any(|option| option.value == *value),
            Kind::Object(object) => object.fits(value),
            Kind::Array(array) => value.as_array().is_some_and(|items| {
                items.iter().enumerate().all(|(i, item)| array.item(i).is_some_and(|node| node.fits(item)))
            }),
            Kind::OneOf(variants) => variants.iter().any(|variant| variant.fits(value)),
            Kind::Json => true,
        }
    }
}

impl ObjectField {
    /// Whether it asks for nothing. What it may have all the same is written as JSON.
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty() && !matches!(self.additional, Additional::Map(_))
    }

    /// The field of a property.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    fn fits(&self, value: &Value) -> bool {
        let Some(object) = value.as_object() else { return false };
        let complete = self.properties.iter().all(|p| !p.required || object.contains_key(&p.name));
        complete
            && object.iter().all(|(name, value)| match (self.property(name), &self.additional) {
                (Some(property), _) => property.node.fits(value),
                (None, Additional::Map(node)) => node.fits(value),
                (None, Additional::Open) => true,
                (None, Additional::Closed) => false,
            })
    }
}
