//! Puts short lists in order.
//!
//! The standard library sorts any length well, and is compiled anew for each kind of item, at some five kilobytes each:
//! too much for what a page lists.

/// Sorts in place; what is equal keeps its order.
pub(crate) fn sort<T>(items: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && is_before(&items[at], &items[at - 1]) {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_order() {
        let mut items = [(2, 'a'), (1, 'b'), (2, 'c'), (3, 'd'), (1, 'e')];
        sort(&mut items, |one, other| one.0 > other.0);
        assert_eq!(items.map(|item| item.1), ['d', 'a', 'c', 'b', 'e']);
        sort::<u8>(&mut [], |one, other| one < other);
    }
}
