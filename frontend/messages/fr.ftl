# The messages of the dashboard, in French. A place is filled by the program: { $points }.
# No-break spaces stand as themselves: wide before a colon, narrow before ; ? ! and inside « ».

## The frame

skip = Aller au contenu
main-navigation = Navigation principale
nav-search = Clients
nav-model = Le modèle
source-synthetic = Données synthétiques
source-unknown = Source des données inconnue
foot-proposal = Clairscore propose, une personne décide.
foot-release = Version { $release }
loading = Chargement en cours

## What goes wrong

problem = Cette partie n’a pas pu être chargée.
problem-status = Le service a répondu par l’erreur { $status }. Un nouvel essai peut suffire.
malformed = La réponse du service n’est pas celle attendue : { $place }.
offline = Le service ne répond pas.
offline-detail = Vérifiez la connexion au réseau, puis essayez de nouveau.
retry = Réessayer
not-found = Page introuvable
not-found-detail = Ce lien ne mène à aucune page.
unknown-client = Client inconnu
unknown-client-detail = Aucun client ne porte le numéro { $id }. Vérifiez les chiffres ou cherchez par le début du numéro.
back-to-search = Retour à la recherche

## Finding a client

home-title = Un score, et ses raisons.
home-lead = Ouvrez le dossier d’un client pour voir son score, ce qui le compose, et où le client se situe parmi les autres.
search-label = Numéro de client
search-placeholder = Premiers chiffres du numéro
search-compact = Numéro de client
suggestions = Clients proposés
open = Ouvrir
digits-only = Un numéro de client ne contient que des chiffres.
no-client-begins = Aucun numéro ne commence par { $prefix }.
shown-of = { $shown } clients affichés sur { $total } : ajoutez un chiffre pour préciser.
search-failed = La recherche ne répond pas. Le numéro complet peut toujours être ouvert.
no-clients = Aucun client ne correspond.
opened-last = Ouverts récemment
n-clients-one = { $n } client
n-clients-many = { $n } clients
age = Âge
income = Revenu
amount = Montant du crédit
contract = Type de crédit
any = Tous
from = de
to = à
clear-filter = Effacer les filtres
sort = Ordre
sort-number = Numéro croissant
sort-number-falling = Numéro décroissant
sort-points = Les plus risqués d’abord
sort-points-falling = Les plus sûrs d’abord
first-page = Première page
next-page = Page suivante

## One client

client-n = Client { $id }
decision = Décision
this-client = Ce client
average-client = Client moyen

parts = Parties du dossier
part-decide = Décider
part-understand = Comprendre
part-know = Connaître
part-compare = Comparer
part-simulate = Simuler
part-letter = Courrier
repays-at = { $probability } de chances de remboursement

## The decision

completeness = Dossier
most-missing = Manquent surtout :
see-information = Voir les informations
score = Score
points = points
points-of = points sur { $most }
n-points = { $points } points
granted = Accord
review = À examiner
refused = Refus
decision-granted = Le modèle propose d’accorder le crédit.
decision-review = Le score est trop proche du seuil pour une proposition : une personne examine le dossier.
decision-refused = Le modèle propose de refuser le crédit.
human-review = C’est une proposition : une personne peut en décider autrement, et le client peut le demander.
at-threshold = Exactement au seuil de { $threshold } points
above-one = { $n } point au-dessus du seuil de { $threshold } points
above-many = { $n } points au-dessus du seuil de { $threshold } points
below-one = { $n } point au-dessous du seuil de { $threshold } points
below-many = { $n } points au-dessous du seuil de { $threshold } points
probability-of-repayment = Probabilité de remboursement
threshold = Seuil
threshold-at = Seuil { $points }
threshold-means = soit { $probability } de chances de remboursement
distance = Distance au seuil
review-from = Examen à partir de
granted-from = Accord à partir de
gauge-name = Score, seuil et zone d’examen
gauge-words = { $points } points. { $distance }.
zone-refused = Refus, moins de { $from }
zone-review = Examen, de { $from } à { $to }
zone-granted = Accord, dès { $to }
reasons = Ce qui pèse le plus contre
no-reasons = Rien ne pèse contre ce client.
strengths = Ce qui joue le plus en faveur
no-strengths = Rien ne joue en faveur de ce client.
what-would-change = Ce qui changerait la décision
no-proposals-asked = Aucune recherche n’a été faite.
proposals-reached = Le crédit est accordé en l’état de la demande.
proposals-found = Chacune de ces propositions mènerait à un accord :
proposals-nearest = Rien de ce que le client peut changer ne mène à un accord. Ce qui s’en approche le plus :
proposals-none = Rien de ce que le client peut changer ne mène à un accord.
try-proposal = Simuler

## The explanation

explanation-title = D’où vient ce score
explanation-lead = On part du score du client moyen. Chaque thème ajoute ou retire des points ; ouvrez-en un pour voir les informations qui comptent. Le total est exactement le score.
waterfall-name = Points par thème, du client moyen à ce client
sum = { $base } (client moyen) + { $gained } (points gagnés) − { $lost } (points perdus) = { $total } (ce client)
silent-one = { $n } information sans effet sur ce score
silent-many = { $n } informations sans effet sur ce score
open-all = Tout ouvrir
close-all = Tout fermer
show-table = Afficher en tableau
show-chart = Afficher le graphique
save-csv = Enregistrer en CSV
feature = Information
value = Valeur

how-to-read = Comment lire ce graphique
read-start = La première ligne est le score d’un client moyen, la dernière celui de ce client. Entre les deux, chaque ligne part d’où la précédente s’arrête.
read-bars = Une barre pleine vers la droite ajoute des points, une barre hachurée vers la gauche en retire. Sa longueur dit combien.
read-line = Le trait vertical en pointillé est le seuil : un score à sa droite est assez sûr pour prêter.
read-missing = Une information qui manque compte aussi : le modèle a appris ce qu’il advient de ceux qui ne la donnent pas.
read-not-cause = Ces points disent ce que le modèle a retenu, pas ce qui cause un défaut. Pour savoir ce qui changerait le score, utilisez la simulation.
here-title = Ce qui pèse ici, et ce qui pèse d’habitude
here-lead = Les dix informations qui ont le plus déplacé ce score, à côté de leur poids moyen sur tous les clients.
more-than-usual = plus que d’habitude
here-gains = Ici, gagne des points
here-loses = Ici, perd des points
usually = En moyenne sur tous les clients

## What is known of the client

only-weighty = Seulement ce qui compte dans ce score
information-title = Ce que l’on sait du client
information-lead = Les informations de la demande, par thème. Celles qui sont protégées sont connues, mais n’entrent pas dans la décision.
filter = Filtrer les informations
found-of = { $found } sur { $total }
stated-of = { $stated } sur { $total } renseignées
nothing-found = Aucune information ne correspond à ces mots.
not-used = Non utilisé pour la décision
what-is = Que veut dire « { $feature } » ?

## The comparison

comparison-title = Parmi les autres
comparison-lead = Choisissez une information pour voir comment elle se répartit, et où se situe ce client.
choose-feature = Information comparée
weigh-most = Pèsent le plus sur ce score
everyone = Tous les clients
clients = Clients
mean-score = Score moyen
default-rate = Taux de défaut
this-feature = Cette information
least = Minimum
first-quartile = Premier quartile
median = Médiane
third-quartile = Troisième quartile
greatest = Maximum
mean = Moyenne
missing-share = Non renseignée
no-values = Aucun client n’a de valeur pour cette information.
client-has-no-value = Cette information n’est pas renseignée pour ce client.
at-least-as-high = { $value } : une valeur au moins aussi élevée que celle de { $share } des clients.
longer-than = { $value } : plus que { $share } des clients.
same-category = { $value } : comme { $share } des clients.
histogram-name = Répartition des clients : { $feature }
repaid = Ont remboursé
defaulted = En défaut
outcome-unknown = Issue inconnue ou non communiquée
client-at = Ce client : { $value }
bin-title = { $bin } : { $repaid } ont remboursé, { $defaulted } en défaut
from-to = de { $from } à { $to }
rate-by-bin = Taux de défaut par tranche, jusqu’à { $most }
rate-average = Trait : moyenne de { $rate }
category-columns = Clients et taux de défaut
others = Autres

boxes-title = Ce qui pèse le plus, parmi les autres
boxes-lead = La boîte contient la moitié des clients, le trait est la médiane, le point est ce client. Chaque ligne est ramenée à la même échelle : la largeur de sa boîte.
box-client = Ce client
box-half = La moitié des clients
compared-with = Comparé avec
similar-clients = Clients semblables
filtered-clients = Clients choisis
how-many = Combien
granted-share = Accords proposés
cohort-too-small = Ce groupe compte moins de 30 clients : il n’en est rien dit, pour ne parler de personne en particulier. Élargissez le choix.
too-few-values = Moins de 30 clients de ce groupe ont cette information : il n’en est rien dit.
crossing-title = Deux informations croisées
crossing-lead = Plus le carré est grand, plus les clients sont nombreux. Sa couleur dit leur score moyen, par rapport au seuil.
crossed-with = Croisée avec
density-name = Clients selon « { $x } » et « { $y } »
cell-words = { $x }, { $y } : { $clients }, score moyen { $mean }.
cell-words-few = { $x }, { $y } : { $clients }, trop peu pour un score moyen.
cell-own = Ce client est ici.
mean-safe = Nettement au-dessus
mean-above = Au-dessus
mean-below = Au-dessous
mean-risky = Nettement au-dessous
mean-few = Moins de 30 clients

## The simulation

within-reach = Ce que le client peut changer
within-reach-lead = Changez une valeur : le score suit. Rien n’est enregistré.
other-fields = Autres informations
other-fields-lead = Pour voir l’effet d’une erreur dans le dossier. Ce ne sont pas des choix du client.
instead-of = au lieu de { $present }
put-back = Rétablir
reset = Tout rétablir
between = Entre { $least } et { $greatest }.
in-years = ans
in-percent = { " " }%
before-and-after = Avant et après
before = Avant
after-change = Après
difference = Écart
theme = Thème
nothing-changed = Rien n’est changé pour l’instant.
nothing-moved = Ces changements ne déplacent pas le score.
changed-one = { $n } information changée
changed-many = { $n } informations changées
simulated-waterfall = D’où viendrait ce score
nav-applicant = Nouvelle demande
application = La demande
application-lead = Ce qui n’est pas renseigné compte comme manquant. Rien n’est enregistré.
empty-form = Vider
result = Résultat
nothing-stated = Renseignez une première information pour voir un score.
new-from-client = Nouvelle demande à partir de ce client
through-what = Par quelles informations
through-line = { $input } : { $before } → { $after }

## What a person decides

part-review = Réviser
review-title = Votre décision
review-lead = Une personne décide. Ce que vous écrivez ici est gardé tel quel, avec la date, et ne change pas le score.
model-proposes = Le modèle propose :
review-decision = Vous décidez
review-overrides = Vous décidez autrement que le modèle ne propose : le motif doit dire pourquoi.
review-reason = Motif
choose = Choisir…
ground-agrees = Le score et ses raisons sont suivis
ground-wrong-data = Une information du dossier est fausse ou périmée
ground-new-information = Le client apporte ce que le score ignore
ground-circumstances = La situation du client sort de l’ordinaire
ground-policy = Une règle de la maison décide
ground-other = Autre motif, à préciser
review-text = Note
letters-left = Encore { $n } caractères.
lacks-decision = Choisissez l’accord ou le refus.
lacks-reason = Choisissez un motif qui va avec cette décision.
lacks-text = Dites dans la note quel est ce motif.
review-send = Enregistrer la décision
review-sending = Enregistrement…
review-kept = La décision est enregistrée.
review-stays = Votre décision n’est pas encore enregistrée. Elle reste dans cet onglet : connectez-vous, puis enregistrez-la.
review-history = Décisions antérieures
review-history-lead = Ce que des personnes ont décidé pour ce client, la plus récente d’abord.
review-earlier-one = { $n } décision plus ancienne est gardée, sans être montrée ici.
review-earlier-many = { $n } décisions plus anciennes sont gardées, sans être montrées ici.
no-reviews = Personne n’a encore décidé pour ce client.
reviewed-by = Par la personne { $person }

## The letter

letter-lead = Une page à remettre au client, dans la langue de l’écran. L’impression peut aussi l’enregistrer en PDF.
print = Imprimer
letter-file = Dossier { $id }
letter-granted = Votre demande de crédit : avis favorable
letter-granted-body = Après l’étude de votre dossier, nous proposons de vous accorder le crédit demandé.
letter-review = Votre demande de crédit : examen par une personne
letter-review-body = Votre dossier ne permet pas de conclure seul. Un conseiller va l’examiner et vous répondra.
letter-refused = Votre demande de crédit : avis défavorable
letter-refused-body = Après l’étude de votre dossier, nous ne proposons pas d’accorder le crédit demandé, en l’état de la demande.
letter-score = Votre score est de { $points } points sur 1 000, le seuil étant de { $threshold } points. Ce score correspond à { $probability } de chances de remboursement.
letter-against = Ce qui a pesé le plus contre la demande
letter-for = Ce qui a joué le plus en sa faveur
letter-data = Les informations utilisées
letter-data-body = Le score est calculé par un programme à partir des informations de votre demande et de votre historique de crédit.
letter-subjects = Elles portent sur : { $subjects }.
letter-unused = N’entrent pas dans le score : { $fields }.
letter-rights = Vos droits
right-review = Vous pouvez demander qu’une personne réexamine votre demande (RGPD, article 22).
right-say = Vous pouvez donner votre point de vue, demander des explications et contester cette décision auprès de votre conseiller.
right-access = Vous pouvez obtenir une copie de vos informations et faire corriger celles qui sont fausses (RGPD, articles 15 et 16).
right-complain = Si la réponse ne vous satisfait pas, vous pouvez saisir l’autorité de protection des données ; en France, la CNIL.
letter-foot = Décision { $decision }, version { $release } du modèle.

## The model

model-title = Le modèle en service
model-data = Données
synthetic-note = Ces clients sont inventés : aucun n’existe. Les chiffres montrent le fonctionnement, pas le monde réel.
source = Source
learned-from = Clients dont l’issue est connue
absent-tables = Tables absentes
release = Version
cost-lead = Prêter à un client qui fait défaut coûte { $ratio } fois ce que coûte un refus injustifié. Le seuil est celui qui coûte le moins.
threshold-default = Probabilité de défaut au seuil
threshold-theory = Si la calibration était parfaite
cost-title = Ce que coûte un autre seuil
cost-curve-lead = Trop bas, le seuil laisse passer des défauts ; trop haut, il refuse de bons clients.
threshold-in-points = Seuil en points
try-threshold = Essayer un seuil
cost-at-best = Au seuil en service, { $points } points, un client coûte { $cost } : le minimum.
cost-elsewhere = À { $points } points, un client coûte { $cost }, soit { $more } de plus qu’au seuil en service.
roc-title = Défauts reconnus
roc-lead = Plus la courbe monte vite, mieux le modèle distingue. Sur le trait, il devinerait au hasard.
false-alarms = Bons clients refusés
caught = Défauts évités
shares = Décisions proposées
quality = Qualité des prévisions
quality-lead = Entre un client qui rembourse et un client qui ne rembourse pas, le modèle reconnaît le plus sûr dans { $share } des cas. Tout est mesuré sur des clients que le modèle n’avait pas vus.
model = Modèle
standard-error = Erreur type
log-loss = Perte logarithmique
brier = Brier
cost-per-client = Coût par client
in-service = En service
boosted-trees = Arbres symétriques boostés
logistic = Régression logistique
constant = Constante
importance = Ce qui compte le plus
importance-lead = De combien de points chaque information déplace un score, en moyenne sur tous les clients.
calibration = Calibration
calibration-lead = Sur le trait, le taux de défaut prévu est celui que l’on a observé.
reliability-name = Taux de défaut prévu et observé
predicted = Prévu
observed = Observé
calibration-words = Prévu : { $predicted }. Observé : { $observed }, sur { $clients }.
calibration-error = Erreur de calibration
slope = Pente
intercept = Ordonnée à l’origine
fairness = Équité entre les groupes
fairness-lead = Le rapport d’impact compare les accords d’un groupe à ceux du groupe de référence, le plus souvent accordé. Sous 0,80, la règle des quatre cinquièmes demande d’en chercher la raison. Un groupe trop petit ne permet pas de conclure.
group = Groupe
approved = Accords
impact-ratio = Rapport d’impact (à 95 %)
ratio-within = { $value } [{ $low } ; { $high }]
reference = référence
group-too-small = trop petit
under-four-fifths = sous quatre cinquièmes
used-by-model = Utilisé par le modèle
read-bins = Flèches ou pointeur : une tranche à la fois.
read-points = Flèches ou pointeur : un point à la fois.
read-cells = Flèches ou pointeur : un carré à la fois.
point-words = { $across } : { $x }. { $up } : { $y }.
model-card = Fiche du modèle

## How values are written

missing = non renseigné
yes = oui
no = non
hour = { $hour } h
year = { $n } an
years = { $n } ans
month = { $n } mois
months = { $n } mois
day = { $n } jour
days = { $n } jours
ago = il y a { $duration }
after = { $duration } après la demande
same-day = le jour de la demande
axis-days = Jours
axis-months = Mois
axis-years = Années
axis-days-before = Jours avant la demande
axis-months-before = Mois avant la demande
axis-years-before = Années avant la demande

## Signing in

sign-in-failed = La connexion n’a pas abouti
sign-in-provider = Le service de connexion ne répond pas comme attendu.
sign-in-refused = Le service de connexion a refusé l’accès.
sign-in-stranger = Cette réponse ne correspond à aucune demande de cet onglet.
sign-in-again = Se connecter
sign-out = Se déconnecter
forbidden = Vous n’avez pas accès à cette partie.
forbidden-detail = Demandez ce droit à la personne qui gère les accès, puis essayez de nouveau.
session-ended = Votre session est terminée.
session-ended-detail = Connectez-vous de nouveau pour continuer.
