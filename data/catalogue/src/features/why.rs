//! Why a feature may move the risk in one direction only. A constraint without a reason would not be declared.

use crate::text::Text;

pub(super) static ARREARS: Text = Text::new(
    "Des retards de paiement plus nombreux, plus longs ou plus importants n’ont jamais rendu un défaut moins probable.",
    "More, longer or larger arrears have never made a default less likely.",
);

pub(super) static PAID: Text = Text::new(
    "Avoir payé une plus grande part de ce qui était dû n’a jamais rendu un défaut plus probable.",
    "Having paid more of what was due has never made a default more likely.",
);

pub(super) static INDEBTED: Text = Text::new(
    "À situation égale, devoir davantage laisse moins de moyens pour rembourser un crédit de plus.",
    "All else being equal, owing more leaves less to repay one more loan with.",
);

pub(super) static BURDEN: Text = Text::new(
    "À situation égale, une mensualité qui prend une plus grande part du revenu est plus difficile à payer.",
    "All else being equal, an instalment that takes more of the income is harder to pay.",
);

pub(super) static STRETCHED: Text = Text::new(
    "Utiliser une plus grande part de son plafond de carte laisse moins de marge en cas d’imprévu.",
    "Using more of a card’s limit leaves less room when something unforeseen happens.",
);

pub(super) static SCORED: Text = Text::new(
    "Un score externe est construit pour baisser quand le risque augmente.",
    "An external score is built to fall as the risk rises.",
);

pub(super) static TRUSTED: Text = Text::new(
    "Ce prêteur a déjà examiné et accepté davantage de demandes du client.",
    "This lender has examined and accepted more of the client’s applications before.",
);

pub(super) static REFUSED: Text = Text::new(
    "Ce prêteur a déjà examiné et refusé davantage de demandes du client.",
    "This lender has examined and refused more of the client’s applications before.",
);

pub(super) static REGION: Text = Text::new(
    "La note de la région est fixée par le prêteur, de 1 pour la meilleure à 3.",
    "The lender sets the rating of the region, from 1 for the best to 3.",
);

pub(super) static SURROUNDINGS: Text = Text::new(
    "Davantage de retards parmi les proches n’ont jamais rendu un défaut moins probable.",
    "More late payments among close contacts have never made a default less likely.",
);
