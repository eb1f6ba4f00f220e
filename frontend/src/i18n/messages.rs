//! The messages. A test holds both languages to the same places and to their typography.

use catalogue::Text;

/// Declares messages, and for the tests a list of all.
macro_rules! messages {
    ($($name:ident: $fr:literal / $en:literal;)*) => {
        $(pub(crate) static $name: Text = Text::new($fr, $en);)*

        #[cfg(test)]
        static ALL: &[(&str, &Text)] = &[$((stringify!($name), &$name)),*];
    };
}

messages! {
    // The frame
    SKIP: "Aller au contenu" / "Skip to content";
    MAIN_NAVIGATION: "Navigation principale" / "Main navigation";
    NAV_SEARCH: "Clients" / "Clients";
    NAV_MODEL: "Le modèle" / "The model";
    SOURCE_SYNTHETIC: "Données synthétiques" / "Synthetic data";
    SOURCE_UNKNOWN: "Source des données inconnue" / "Source of the data unknown";
    FOOT_PROPOSAL: "Clairscore propose, une personne décide." / "Clairscore proposes, a person decides.";
    FOOT_RELEASE: "Version {release}" / "Release {release}";
    LOADING: "Chargement en cours" / "Loading";

    // What goes wrong
    PROBLEM: "Cette partie n’a pas pu être chargée." / "This part could not be loaded.";
    PROBLEM_STATUS: "Le service a répondu par l’erreur {status}. Un nouvel essai peut suffire." / "The service answered with error {status}. Trying again may be enough.";
    MALFORMED: "La réponse du service n’est pas celle attendue\u{a0}: {place}." / "The service’s answer is not what was expected: {place}.";
    OFFLINE: "Le service ne répond pas." / "The service does not answer.";
    OFFLINE_DETAIL: "Vérifiez la connexion au réseau, puis essayez de nouveau." / "Check the network connection, then try again.";
    RETRY: "Réessayer" / "Try again";
    NOT_FOUND: "Page introuvable" / "Page not found";
    NOT_FOUND_DETAIL: "Ce lien ne mène à aucune page." / "This link leads to no page.";
    UNKNOWN_CLIENT: "Client inconnu" / "Unknown client";
    UNKNOWN_CLIENT_DETAIL: "Aucun client ne porte le numéro {id}. Vérifiez les chiffres ou cherchez par le début du numéro." / "No client has the number {id}. Check the digits, or search by the beginning of the number.";
    BACK_TO_SEARCH: "Retour à la recherche" / "Back to the search";

    // Finding a client
    HOME_TITLE: "Un score, et ses raisons." / "A score, and the reasons for it.";
    HOME_LEAD: "Ouvrez le dossier d’un client pour voir son score, ce qui le compose, et où le client se situe parmi les autres." / "Open a client’s file to see the score, what it is made of, and where the client stands among the others.";
    SEARCH_LABEL: "Numéro de client" / "Client number";
    SEARCH_PLACEHOLDER: "Premiers chiffres du numéro" / "First digits of the number";
    SEARCH_COMPACT: "Numéro de client" / "Client number";
    SUGGESTIONS: "Clients proposés" / "Suggested clients";
    OPEN: "Ouvrir" / "Open";
    DIGITS_ONLY: "Un numéro de client ne contient que des chiffres." / "A client number has digits only.";
    NO_CLIENT_BEGINS: "Aucun numéro ne commence par {prefix}." / "No number begins with {prefix}.";
    SHOWN_OF: "{shown} clients affichés sur {total}\u{a0}: ajoutez un chiffre pour préciser." / "{shown} of {total} clients shown: add a digit to narrow them down.";
    SEARCH_FAILED: "La recherche ne répond pas. Le numéro complet peut toujours être ouvert." / "The search does not answer. A complete number can still be opened.";
    SOME_CLIENTS: "Quelques dossiers" / "Some files";
    OF_CLIENTS: "sur {total} clients" / "of {total} clients";
    NO_CLIENTS: "Cette version ne contient aucun client." / "This release holds no client.";

    // One client
    CLIENT_N: "Client {id}" / "Client {id}";
    ON_THIS_PAGE: "Sur cette page" / "On this page";
    DECISION: "Décision" / "Decision";
    EXPLANATION: "Explication" / "Explanation";
    COMPARISON: "Comparaison" / "Comparison";
    INFORMATION: "Informations" / "Information";
    THIS_CLIENT: "Ce client" / "This client";
    AVERAGE_CLIENT: "Client moyen" / "Average client";

    // The decision
    SCORE: "Score" / "Score";
    POINTS: "points" / "points";
    POINTS_OF: "points sur {most}" / "points out of {most}";
    N_POINTS: "{points}\u{a0}points" / "{points}\u{a0}points";
    GRANTED: "Accord" / "Granted";
    REVIEW: "À examiner" / "To be reviewed";
    REFUSED: "Refus" / "Refused";
    DECISION_GRANTED: "Le modèle propose d’accorder le crédit." / "The model proposes to grant the loan.";
    DECISION_REVIEW: "Le score est trop proche du seuil pour une proposition\u{a0}: une personne examine le dossier." / "The score is too near the threshold for a proposal: a person reviews the file.";
    DECISION_REFUSED: "Le modèle propose de refuser le crédit." / "The model proposes to refuse the loan.";
    HUMAN_REVIEW: "C’est une proposition\u{a0}: une personne peut en décider autrement, et le client peut le demander." / "This is a proposal: a person may decide otherwise, and the client may ask for it.";
    AT_THRESHOLD: "Exactement au seuil de {threshold}\u{a0}points" / "Exactly at the threshold of {threshold}\u{a0}points";
    ABOVE_ONE: "{n}\u{a0}point au-dessus du seuil de {threshold}\u{a0}points" / "{n}\u{a0}point above the threshold of {threshold}\u{a0}points";
    ABOVE_MANY: "{n}\u{a0}points au-dessus du seuil de {threshold}\u{a0}points" / "{n}\u{a0}points above the threshold of {threshold}\u{a0}points";
    BELOW_ONE: "{n}\u{a0}point au-dessous du seuil de {threshold}\u{a0}points" / "{n}\u{a0}point below the threshold of {threshold}\u{a0}points";
    BELOW_MANY: "{n}\u{a0}points au-dessous du seuil de {threshold}\u{a0}points" / "{n}\u{a0}points below the threshold of {threshold}\u{a0}points";
    PROBABILITY_OF_REPAYMENT: "Probabilité de remboursement" / "Probability of repayment";
    THRESHOLD: "Seuil" / "Threshold";
    THRESHOLD_AT: "Seuil {points}" / "Threshold {points}";
    THRESHOLD_MEANS: "soit {probability} de chances de remboursement" / "that is, a {probability} chance of repayment";
    DISTANCE: "Distance au seuil" / "Distance to the threshold";
    REVIEW_FROM: "Examen à partir de" / "Review from";
    GRANTED_FROM: "Accord à partir de" / "Granted from";
    GAUGE_NAME: "Score, seuil et zone d’examen" / "Score, threshold and review band";
    GAUGE_WORDS: "{points}\u{a0}points. {distance}." / "{points}\u{a0}points. {distance}.";
    ZONE_REFUSED: "Refus, moins de {from}" / "Refused, below {from}";
    ZONE_REVIEW: "Examen, de {from} à {to}" / "Review, {from} to {to}";
    ZONE_GRANTED: "Accord, dès {to}" / "Granted, from {to}";
    REASONS: "Ce qui pèse le plus contre" / "What weighs most against";
    NO_REASONS: "Rien ne pèse contre ce client." / "Nothing weighs against this client.";
    STRENGTHS: "Ce qui joue le plus en faveur" / "What speaks most in favour";
    NO_STRENGTHS: "Rien ne joue en faveur de ce client." / "Nothing speaks in favour of this client.";

    // The explanation
    EXPLANATION_TITLE: "D’où vient ce score" / "Where this score comes from";
    EXPLANATION_LEAD: "On part du score du client moyen. Chaque thème ajoute ou retire des points\u{202f}; ouvrez-en un pour voir les informations qui comptent. Le total est exactement le score." / "It starts from the average client’s score. Each theme adds or takes points; open one to see the information that counts. The total is exactly the score.";
    WATERFALL_NAME: "Points par thème, du client moyen à ce client" / "Points by theme, from the average client to this one";
    SUM: "{base} (client moyen) + {gained} (points gagnés) \u{2212} {lost} (points perdus) = {total} (ce client)" / "{base} (average client) + {gained} (points gained) \u{2212} {lost} (points lost) = {total} (this client)";
    SILENT_ONE: "{n} information sans effet sur ce score" / "{n} piece of information without effect on this score";
    SILENT_MANY: "{n} informations sans effet sur ce score" / "{n} pieces of information without effect on this score";
    OPEN_ALL: "Tout ouvrir" / "Open all";
    CLOSE_ALL: "Tout fermer" / "Close all";
    SHOW_TABLE: "Afficher en tableau" / "Show as a table";
    SHOW_CHART: "Afficher le graphique" / "Show the chart";
    FEATURE: "Information" / "Information";
    VALUE: "Valeur" / "Value";

    // What is known of the client
    INFORMATION_TITLE: "Ce que l’on sait du client" / "What is known of the client";
    INFORMATION_LEAD: "Les informations de la demande, par thème. Celles qui sont protégées sont connues, mais n’entrent pas dans la décision." / "The information of the application, by theme. What is protected is known, but does not enter into the decision.";
    FILTER: "Filtrer les informations" / "Filter the information";
    FOUND_OF: "{found} sur {total}" / "{found} of {total}";
    STATED_OF: "{stated} sur {total} renseignées" / "{stated} of {total} stated";
    NOTHING_FOUND: "Aucune information ne correspond à ces mots." / "No information matches these words.";
    NOT_USED: "Non utilisé pour la décision" / "Not used for the decision";
    WHAT_IS: "Que veut dire «\u{202f}{feature}\u{202f}»\u{202f}?" / "What does “{feature}” mean?";

    // The comparison
    COMPARISON_TITLE: "Parmi tous les clients" / "Among all clients";
    COMPARISON_LEAD: "Choisissez une information pour voir comment elle se répartit, et où se situe ce client." / "Choose a piece of information to see how it is spread, and where this client stands.";
    CHOOSE_FEATURE: "Information comparée" / "Information compared";
    WEIGH_MOST: "Pèsent le plus sur ce score" / "Weigh most on this score";
    EVERYONE: "Tous les clients" / "All clients";
    CLIENTS: "Clients" / "Clients";
    MEAN_SCORE: "Score moyen" / "Mean score";
    DEFAULT_RATE: "Taux de défaut" / "Default rate";
    THIS_FEATURE: "Cette information" / "This information";
    LEAST: "Minimum" / "Minimum";
    FIRST_QUARTILE: "Premier quartile" / "First quartile";
    MEDIAN: "Médiane" / "Median";
    THIRD_QUARTILE: "Troisième quartile" / "Third quartile";
    GREATEST: "Maximum" / "Maximum";
    MEAN: "Moyenne" / "Mean";
    MISSING_SHARE: "Non renseignée" / "Not stated";
    NO_VALUES: "Aucun client n’a de valeur pour cette information." / "No client has a value for this information.";
    CLIENT_HAS_NO_VALUE: "Cette information n’est pas renseignée pour ce client." / "This information is not stated for this client.";
    AT_LEAST_AS_HIGH: "{value}\u{a0}: une valeur au moins aussi élevée que celle de {share} des clients." / "{value}: a value at least as high as that of {share} of the clients.";
    LONGER_THAN: "{value}\u{a0}: plus que {share} des clients." / "{value}: more than {share} of the clients.";
    SAME_CATEGORY: "{value}\u{a0}: comme {share} des clients." / "{value}: as for {share} of the clients.";
    HISTOGRAM_NAME: "Répartition des clients\u{a0}: {feature}" / "How the clients are spread: {feature}";
    REPAID: "Ont remboursé" / "Repaid";
    DEFAULTED: "En défaut" / "Defaulted";
    OUTCOME_UNKNOWN: "Issue inconnue" / "Outcome unknown";
    CLIENT_AT: "Ce client\u{a0}: {value}" / "This client: {value}";
    BIN_TITLE: "{bin}\u{a0}: {repaid} ont remboursé, {defaulted} en défaut" / "{bin}: {repaid} repaid, {defaulted} defaulted";
    FROM_TO: "de {from} à {to}" / "{from} to {to}";
    RATE_BY_BIN: "Taux de défaut par tranche, jusqu’à {most}" / "Default rate by bin, up to {most}";
    RATE_AVERAGE: "Trait\u{a0}: moyenne de {rate}" / "Line: mean of {rate}";
    CATEGORY_COLUMNS: "Clients et taux de défaut" / "Clients and default rate";
    OTHERS: "Autres" / "Others";

    // The model
    MODEL_TITLE: "Le modèle en service" / "The model in service";
    MODEL_DATA: "Données" / "Data";
    SYNTHETIC_NOTE: "Ces clients sont inventés\u{a0}: aucun n’existe. Les chiffres montrent le fonctionnement, pas le monde réel." / "These clients are made up: none exists. The figures show how it works, not the real world.";
    SOURCE: "Source" / "Source";
    LEARNED_FROM: "Clients dont l’issue est connue" / "Clients whose outcome is known";
    ABSENT_TABLES: "Tables absentes" / "Absent tables";
    RELEASE: "Version" / "Release";
    COST_LEAD: "Prêter à un client qui fait défaut coûte {ratio} fois ce que coûte un refus injustifié. Le seuil est celui qui coûte le moins." / "Lending to a client who defaults costs {ratio} times as much as a wrong refusal. The threshold is the one that costs least.";
    THRESHOLD_DEFAULT: "Probabilité de défaut au seuil" / "Probability of default at the threshold";
    THRESHOLD_THEORY: "Si la calibration était parfaite" / "If the calibration were perfect";
    SHARES: "Décisions proposées" / "Decisions proposed";
    QUALITY: "Qualité des prévisions" / "Quality of the predictions";
    QUALITY_LEAD: "Entre un client qui rembourse et un client qui ne rembourse pas, le modèle reconnaît le plus sûr dans {share} des cas. Tout est mesuré sur des clients que le modèle n’avait pas vus." / "Between a client who repays and one who does not, the model tells the safer one in {share} of cases. All is measured on clients that the model had not seen.";
    MODEL: "Modèle" / "Model";
    STANDARD_ERROR: "Erreur type" / "Standard error";
    LOG_LOSS: "Perte logarithmique" / "Log loss";
    BRIER: "Brier" / "Brier";
    COST_PER_CLIENT: "Coût par client" / "Cost per client";
    IN_SERVICE: "En service" / "In service";
    BOOSTED_TREES: "Arbres symétriques boostés" / "Symmetric boosted trees";
    LOGISTIC: "Régression logistique" / "Logistic regression";
    CONSTANT: "Constante" / "Constant";
    IMPORTANCE: "Ce qui compte le plus" / "What matters most";
    IMPORTANCE_LEAD: "De combien de points chaque information déplace un score, en moyenne sur tous les clients." / "By how many points each piece of information moves a score, on average over all clients.";
    CALIBRATION: "Calibration" / "Calibration";
    CALIBRATION_LEAD: "Sur le trait, le taux de défaut prévu est celui que l’on a observé." / "On the line, the default rate predicted is the one observed.";
    RELIABILITY_NAME: "Taux de défaut prévu et observé" / "Default rate, predicted and observed";
    PREDICTED: "Prévu" / "Predicted";
    OBSERVED: "Observé" / "Observed";
    CALIBRATION_ERROR: "Erreur de calibration" / "Calibration error";
    SLOPE: "Pente" / "Slope";
    INTERCEPT: "Ordonnée à l’origine" / "Intercept";

    // How values are written
    MISSING: "non renseigné" / "not stated";
    YES: "oui" / "yes";
    NO: "non" / "no";
    HOUR: "{hour}\u{a0}h" / "{hour}:00";
    YEAR: "{n}\u{a0}an" / "{n}\u{a0}year";
    YEARS: "{n}\u{a0}ans" / "{n}\u{a0}years";
    MONTH: "{n}\u{a0}mois" / "{n}\u{a0}month";
    MONTHS: "{n}\u{a0}mois" / "{n}\u{a0}months";
    DAY: "{n}\u{a0}jour" / "{n}\u{a0}day";
    DAYS: "{n}\u{a0}jours" / "{n}\u{a0}days";
    AGO: "il y a {duration}" / "{duration} ago";
    AFTER: "{duration} après la demande" / "{duration} after the application";
    SAME_DAY: "le jour de la demande" / "on the day of the application";
    AXIS_DAYS: "Jours" / "Days";
    AXIS_MONTHS: "Mois" / "Months";
    AXIS_YEARS: "Années" / "Years";
    AXIS_DAYS_BEFORE: "Jours avant la demande" / "Days before the application";
    AXIS_MONTHS_BEFORE: "Mois avant la demande" / "Months before the application";
    AXIS_YEARS_BEFORE: "Années avant la demande" / "Years before the application";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a message, sorted.
    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<_> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_message_exists_in_both_languages_with_the_same_places() {
        for (name, text) in ALL {
            assert!(!text.fr.trim().is_empty() && !text.en.trim().is_empty(), "{name} is empty");
            assert_eq!(places(&text.fr), places(&text.en), "{name}");
        }
        assert!(ALL.len() > 100, "the list holds every message");
    }

    #[test]
    fn french_puts_no_break_spaces_before_high_punctuation_and_uses_its_own_apostrophe() {
        for (name, text) in ALL {
            let letters: Vec<char> = text.fr.chars().collect();
            for (index, &mark) in letters.iter().enumerate().filter(|(_, mark)| ":;?!»%".contains(**mark)) {
                let before = index.checked_sub(1).map(|index| letters[index]);
                assert!(matches!(before, Some('\u{a0}' | '\u{202f}')), "{name}: {before:?} before {mark}");
            }
            assert!(!text.fr.contains('\'') && !text.en.contains('\''), "{name}");
        }
    }

    #[test]
    fn a_message_that_differs_by_number_says_so_in_english() {
        assert_ne!(YEAR.en, YEARS.en);
        assert_ne!(ABOVE_ONE.fr, ABOVE_MANY.fr);
    }
}
