//! What was set in a form.

use std::collections::BTreeMap;
use std::rc::Rc;

use api::Record;
use yew::Reducible;

use super::{Field, Setting};

/// What differs from what is there now, by field.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Changes(BTreeMap<&'static str, Setting>);

/// What happens to a form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Set {
    /// A field is set. Set to what is there now, it is no change.
    To(Field, Setting),
    /// A field is as it was.
    Back(&'static str),
    /// All fields are as they were.
    Reset,
}

impl Changes {
    /// The changes that stand in a link: what is no field, or no value that it accepts, is left out.
    pub(crate) fn read(link: &BTreeMap<String, String>, fields: &[Field]) -> Self {
        let set = |field: &Field| Some((field.name, field.read(link.get(field.name)?)?));
        let differs =
            |field: &&Field| link.get(field.name).and_then(|text| field.read(text)) != field.present;
        Self(fields.iter().filter(differs).filter_map(set).collect())
    }

    /// The changes as they stand in a link.
    pub(crate) fn to_link(&self) -> BTreeMap<&'static str, String> {
        self.0.iter().map(|(name, setting)| (*name, setting.to_string())).collect()
    }

    /// The changes as the functions take them.
    pub(crate) fn to_record(&self) -> Record {
        self.0.iter().map(|(name, setting)| ((*name).to_owned(), setting.to_cell())).collect()
    }

    /// What a field is set to: what was set, or what is there now.
    pub(crate) fn setting(&self, field: &Field) -> Option<Setting> {
        self.0.get(field.name).copied().or(field.present)
    }

    /// Whether a field was set.
    pub(crate) fn holds(&self, field: &Field) -> bool {
        self.0.contains_key(field.name)
    }

    /// How many fields were set.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none was.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Reducible for Changes {
    type Action = Set;

    fn reduce(self: Rc<Self>, action: Set) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match action {
            Set::To(field, setting) if field.present == Some(setting) => {
                next.0.remove(field.name);
            }
            Set::To(field, setting) if field.accepts(setting) => {
                next.0.insert(field.name, setting);
            }
            Set::To(..) => return self,
            Set::Back(name) => {
                next.0.remove(name);
            }
            Set::Reset => next.0.clear(),
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<Field> {
        let field = |name| Field::of(name, None).unwrap();
        let mut fields = vec![field("AMT_CREDIT"), field("FLAG_EMAIL"), field("NAME_CONTRACT_TYPE")];
        fields[0].present = Some(Setting::Number(200_000.0));
        fields
    }

    fn after(actions: Vec<Set>) -> Rc<Changes> {
        actions.into_iter().fold(Rc::new(Changes::default()), Changes::reduce)
    }

    #[test]
    fn what_is_set_to_what_is_there_is_no_change() {
        let credit = fields()[0].clone();
        let to = |amount| Set::To(credit.clone(), Setting::Number(amount));
        assert_eq!(after(vec![to(150_000.0)]).len(), 1);
        assert!(after(vec![to(150_000.0), to(200_000.0)]).is_empty());
        assert!(after(vec![to(-5.0)]).is_empty(), "not accepted");
        assert!(after(vec![to(150_000.0), Set::Back("AMT_CREDIT")]).is_empty());
        assert!(after(vec![to(150_000.0), Set::Reset]).is_empty());
    }

    #[test]
    fn a_link_leads_back_to_its_changes() {
        let fields = fields();
        let category = fields[2].categories()[1].value;
        let changes = after(vec![
            Set::To(fields[0].clone(), Setting::Number(150_000.5)),
            Set::To(fields[1].clone(), Setting::Number(1.0)),
            Set::To(fields[2].clone(), Setting::Category(category)),
        ]);
        let link = changes.to_link().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        assert_eq!(Changes::read(&link, &fields), *changes);
        let tampered = BTreeMap::from([
            ("AMT_CREDIT".to_owned(), "200000".to_owned()),
            ("FLAG_EMAIL".to_owned(), "7".to_owned()),
            ("TARGET".to_owned(), "0".to_owned()),
        ]);
        assert!(Changes::read(&tampered, &fields).is_empty());
    }
}
