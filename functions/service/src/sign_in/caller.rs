//! Who calls, and what they may do.

use super::access::{Need, Scope};

/// What a person or program is to the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Someone of the bank who talks to clients.
    Advisor,
    /// A program of another house that scores its applicants here.
    Partner,
}

impl Role {
    /// The role of that name; `None` where there is no such role.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "advisor" => Some(Self::Advisor),
            "partner" => Some(Self::Partner),
            _ => None,
        }
    }

    /// What the role may do. A partner neither looks for the bank's clients nor decides over them.
    pub fn scopes(self) -> Scopes {
        match self {
            Self::Advisor => Scopes::all(),
            Self::Partner => {
                [Scope::Score, Scope::Explain, Scope::Model, Scope::Compare].into_iter().collect()
            }
        }
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// Every scope.
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// Both sets in one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether that scope is among them.
    pub fn has(self, scope: Scope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// Whether an endpoint's need is met.
    pub fn meet(self, need: Need) -> bool {
        match need {
            Need::Nothing => true,
            Need::Scope(scope) => self.has(scope),
            Need::Everything => self == Self::all(),
        }
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | bit(scope)))
    }
}

fn bit(scope: Scope) -> u8 {
    1 << scope as u8
}

/// How a caller is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By a token of the issuer.
    Token,
    /// By AWS credentials, with which the request to the function URL was signed.
    Iam,
    /// Not at all: the service listens on this machine alone.
    Loopback,
}

/// Who calls: an extension of every request that a handler sees.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token's `sub`, or the ARN of the AWS principal. It is personal: only its keyed hash is written down.
    pub subject: String,
    /// What they may do.
    pub scopes: Scopes,
    /// How they are known.
    pub means: Means,
}

impl Caller {
    /// Whoever is on this machine, where nobody else can call.
    pub fn loopback() -> Self {
        Self { subject: "loopback".to_owned(), scopes: Scopes::all(), means: Means::Loopback }
    }
}

/// The subject stays out of logs.
impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller")
            .field("scopes", &self.scopes)
            .field("means", &self.means)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_neither_finds_clients_nor_reviews() {
        let partner = Role::Partner.scopes();
        for scope in Scope::ALL {
            let refused = matches!(scope, Scope::Clients | Scope::Review);
            assert_eq!(partner.meet(Need::Scope(scope)), !refused, "{scope:?}");
            assert!(Role::Advisor.scopes().meet(Need::Scope(scope)));
        }
        assert!(!partner.meet(Need::Everything) && Role::Advisor.scopes().meet(Need::Everything));
        assert!(Scopes::default().meet(Need::Nothing) && !Scopes::default().meet(Need::Everything));
    }
}
