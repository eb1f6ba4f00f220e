//! The parameters of a query: each known, none twice.

use axum::extract::Query;
use axum::http::Uri;

use crate::failure::Failure;

/// The values of the parameters `known`, in that order; `None` for one that is not there.
pub fn parameters<const N: usize>(uri: &Uri, known: [&str; N]) -> Result<[Option<String>; N], Failure> {
    // Pairs of texts are read from any query.
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|error| Failure::query("", error.body_text()))?;
    let mut values = [const { None }; N];
    for (name, value) in pairs {
        let Some(position) = known.iter().position(|known| *known == name) else {
            let expected = if N == 0 { "none is known here".to_owned() } else { known.join(", ") };
            return Err(Failure::query(&name, format!("unknown parameter; expected: {expected}")));
        };
        if values[position].replace(value).is_some() {
            return Err(Failure::query(&name, "given twice"));
        }
    }
    Ok(values)
}

/// That a query has no parameters.
pub fn none(uri: &Uri) -> Result<(), Failure> {
    parameters(uri, []).map(|[]| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_in_the_order_asked_for() {
        let uri: Uri = "/clients?limit=5&prefix=1%2C0".parse().unwrap();
        let values = parameters(&uri, ["prefix", "limit", "cursor"]).unwrap();
        assert_eq!(values, [Some("1,0".to_owned()), Some("5".to_owned()), None]);
    }

    #[test]
    fn what_is_unknown_or_doubled_is_named() {
        for (query, pointer) in
            [("a=1&b=2", "query:b"), ("a=1&a=1", "query:a"), ("=", "query:"), ("b", "query:b")]
        {
            let uri: Uri = format!("/clients?{query}").parse().unwrap();
            let failure = parameters(&uri, ["a"]).unwrap_err();
            assert_eq!(failure.problem().errors[0].pointer, pointer);
        }
        assert!(none(&"/model?x=1".parse().unwrap()).is_err());
        assert!(none(&"/model?".parse().unwrap()).is_ok());
    }
}
