# The messages of the dashboard, in English. A place is filled by the program: { $points }.

## The frame

skip = Skip to content
main-navigation = Main navigation
nav-search = Clients
nav-model = The model
source-synthetic = Synthetic data
source-unknown = Source of the data unknown
foot-proposal = Clairscore proposes, a person decides.
foot-release = Release { $release }
loading = Loading

## What goes wrong

problem = This part could not be loaded.
problem-status = The service answered with error { $status }. Trying again may be enough.
malformed = The service’s answer is not what was expected: { $place }.
offline = The service does not answer.
offline-detail = Check the network connection, then try again.
retry = Try again
not-found = Page not found
not-found-detail = This link leads to no page.
unknown-client = Unknown client
unknown-client-detail = No client has the number { $id }. Check the digits, or search by the beginning of the number.
back-to-search = Back to the search

## Finding a client

home-title = A score, and the reasons for it.
home-lead = Open a client’s file to see the score, what it is made of, and where the client stands among the others.
search-label = Client number
search-placeholder = First digits of the number
search-compact = Client number
suggestions = Suggested clients
open = Open
digits-only = A client number has digits only.
no-client-begins = No number begins with { $prefix }.
shown-of = { $shown } of { $total } clients shown: add a digit to narrow them down.
search-failed = The search does not answer. A complete number can still be opened.
no-clients = No client matches.
opened-last = Opened recently
n-clients-one = { $n } client
n-clients-many = { $n } clients
age = Age
income = Income
amount = Amount of the loan
contract = Kind of loan
any = Any
from = from
to = to
clear-filter = Clear the filters
sort = Order
sort-number = Number, rising
sort-number-falling = Number, falling
sort-points = Riskiest first
sort-points-falling = Safest first
first-page = First page
next-page = Next page

## One client

client-n = Client { $id }
decision = Decision
this-client = This client
average-client = Average client

parts = Parts of the file
part-decide = Decide
part-understand = Understand
part-know = Know
part-compare = Compare
part-simulate = Simulate
part-letter = Letter
repays-at = { $probability } chance of repayment

## The decision

completeness = File
most-missing = Missing most:
see-information = See the information
score = Score
points = points
points-of = points out of { $most }
n-points = { $points } points
granted = Granted
review = To be reviewed
refused = Refused
decision-granted = The model proposes to grant the loan.
decision-review = The score is too near the threshold for a proposal: a person reviews the file.
decision-refused = The model proposes to refuse the loan.
human-review = This is a proposal: a person may decide otherwise, and the client may ask for it.
at-threshold = Exactly at the threshold of { $threshold } points
above-one = { $n } point above the threshold of { $threshold } points
above-many = { $n } points above the threshold of { $threshold } points
below-one = { $n } point below the threshold of { $threshold } points
below-many = { $n } points below the threshold of { $threshold } points
probability-of-repayment = Probability of repayment
threshold = Threshold
threshold-at = Threshold { $points }
threshold-means = that is, a { $probability } chance of repayment
distance = Distance to the threshold
review-from = Review from
granted-from = Granted from
gauge-name = Score, threshold and review band
gauge-words = { $points } points. { $distance }.
zone-refused = Refused, below { $from }
zone-review = Review, { $from } to { $to }
zone-granted = Granted, from { $to }
reasons = What weighs most against
no-reasons = Nothing weighs against this client.
strengths = What speaks most in favour
no-strengths = Nothing speaks in favour of this client.
what-would-change = What would change the decision
no-proposals-asked = No search was made.
proposals-reached = The loan is granted as the application stands.
proposals-found = Each of these proposals would lead to a grant:
proposals-nearest = Nothing that the client can change leads to a grant. What comes nearest:
proposals-none = Nothing that the client can change leads to a grant.
try-proposal = Simulate

## The explanation

explanation-title = Where this score comes from
explanation-lead = It starts from the average client’s score. Each theme adds or takes points; open one to see the information that counts. The total is exactly the score.
waterfall-name = Points by theme, from the average client to this one
sum = { $base } (average client) + { $gained } (points gained) − { $lost } (points lost) = { $total } (this client)
silent-one = { $n } piece of information without effect on this score
silent-many = { $n } pieces of information without effect on this score
open-all = Open all
close-all = Close all
show-table = Show as a table
show-chart = Show the chart
save-csv = Save as CSV
feature = Information
value = Value

how-to-read = How to read this chart
read-start = The first line is the score of an average client, the last that of this client. In between, each line starts where the one before ended.
read-bars = A plain bar to the right adds points, a hatched bar to the left takes some. Its length says how many.
read-line = The dashed vertical line is the threshold: a score to its right is safe enough to lend.
read-missing = Information that is missing counts too: the model has learned what becomes of those who do not give it.
read-not-cause = These points say what the model took into account, not what causes a default. To see what would change the score, use the simulation.
here-title = What weighs here, and what usually weighs
here-lead = The ten pieces of information that moved this score most, beside their mean weight over all clients.
more-than-usual = more than usual
here-gains = Here, gains points
here-loses = Here, loses points
usually = On average over all clients

## What is known of the client

only-weighty = Only what counts in this score
information-title = What is known of the client
information-lead = The information of the application, by theme. What is protected is known, but does not enter into the decision.
filter = Filter the information
found-of = { $found } of { $total }
stated-of = { $stated } of { $total } stated
nothing-found = No information matches these words.
not-used = Not used for the decision
what-is = What does “{ $feature }” mean?

## The comparison

comparison-title = Among the others
comparison-lead = Choose a piece of information to see how it is spread, and where this client stands.
choose-feature = Information compared
weigh-most = Weigh most on this score
everyone = All clients
clients = Clients
mean-score = Mean score
default-rate = Default rate
this-feature = This information
least = Minimum
first-quartile = First quartile
median = Median
third-quartile = Third quartile
greatest = Maximum
mean = Mean
missing-share = Not stated
no-values = No client has a value for this information.
client-has-no-value = This information is not stated for this client.
at-least-as-high = { $value }: a value at least as high as that of { $share } of the clients.
longer-than = { $value }: more than { $share } of the clients.
same-category = { $value }: as for { $share } of the clients.
histogram-name = How the clients are spread: { $feature }
repaid = Repaid
defaulted = Defaulted
outcome-unknown = Outcome unknown or not told
client-at = This client: { $value }
bin-title = { $bin }: { $repaid } repaid, { $defaulted } defaulted
from-to = { $from } to { $to }
rate-by-bin = Default rate by bin, up to { $most }
rate-average = Line: mean of { $rate }
category-columns = Clients and default rate
others = Others

boxes-title = What weighs most, among the others
boxes-lead = The box holds half of the clients, the line is the median, the dot is this client. Each line is brought to the same scale: the width of its box.
box-client = This client
box-half = Half of the clients
compared-with = Compared with
similar-clients = Similar clients
filtered-clients = Chosen clients
how-many = How many
granted-share = Grants proposed
cohort-too-small = This group has fewer than 30 clients: nothing is said of it, so as to speak of nobody in particular. Widen the choice.
too-few-values = Fewer than 30 clients of this group have this information: nothing is said of them.
crossing-title = Two pieces of information crossed
crossing-lead = The larger a square, the more clients. Its colour says their mean score, seen from the threshold.
crossed-with = Crossed with
density-name = Clients by “{ $x }” and “{ $y }”
cell-words = { $x }, { $y }: { $clients }, mean score { $mean }.
cell-words-few = { $x }, { $y }: { $clients }, too few for a mean score.
cell-own = This client is here.
mean-safe = Clearly above
mean-above = Above
mean-below = Below
mean-risky = Clearly below
mean-few = Fewer than 30 clients

## The simulation

within-reach = What the client can change
within-reach-lead = Change a value: the score follows. Nothing is kept.
other-fields = Other information
other-fields-lead = To see the effect of an error in the file. These are no choices of the client’s.
instead-of = instead of { $present }
put-back = Put back
reset = Reset all
between = Between { $least } and { $greatest }.
in-years = years
in-percent = %
before-and-after = Before and after
before = Before
after-change = After
difference = Difference
theme = Theme
nothing-changed = Nothing is changed yet.
nothing-moved = These changes do not move the score.
changed-one = { $n } piece of information changed
changed-many = { $n } pieces of information changed
simulated-waterfall = Where that score would come from
nav-applicant = New application
application = The application
application-lead = What is not stated counts as missing. Nothing is kept.
empty-form = Empty
result = Result
nothing-stated = State a first piece of information to see a score.
new-from-client = New application from this client
through-what = Through which information
through-line = { $input }: { $before } → { $after }

## What a person decides

part-review = Review
review-title = Your decision
review-lead = A person decides. What you write here is kept as it is, with its date, and does not change the score.
model-proposes = The model proposes:
review-decision = You decide
review-overrides = You decide otherwise than the model proposes: the reason has to say why.
review-reason = Reason
choose = Choose…
ground-agrees = The score and its reasons are followed
ground-wrong-data = Something in the file is wrong or out of date
ground-new-information = The client brings what the score does not know
ground-circumstances = The client’s circumstances are out of the ordinary
ground-policy = A rule of the house decides
ground-other = Another reason, to be said
review-text = Note
letters-left = { $n } characters left.
lacks-decision = Choose to grant or to refuse.
lacks-reason = Choose a reason that goes with this decision.
lacks-text = Say in the note what the reason is.
review-send = Keep the decision
review-sending = Keeping…
review-kept = The decision is kept.
review-stays = Your decision is not kept yet. It stays in this tab: sign in, then keep it.
review-history = Earlier decisions
review-history-lead = What people decided for this client, the latest first.
review-earlier-one = { $n } earlier decision is kept and not shown here.
review-earlier-many = { $n } earlier decisions are kept and not shown here.
no-reviews = Nobody has decided for this client yet.
reviewed-by = By the person { $person }

## The letter

letter-lead = A page to hand to the client, in the language of the screen. Printing can also save it as PDF.
print = Print
letter-file = File { $id }
letter-granted = Your loan application: favourable opinion
letter-granted-body = Having studied your file, we propose to grant the loan you asked for.
letter-review = Your loan application: review by a person
letter-review-body = Your file alone does not allow a conclusion. An advisor will review it and answer you.
letter-refused = Your loan application: unfavourable opinion
letter-refused-body = Having studied your file, we do not propose to grant the loan you asked for, as the application stands.
letter-score = Your score is { $points } points out of 1,000; the threshold is { $threshold } points. This score stands for a { $probability } chance of repayment.
letter-against = What weighed most against the application
letter-for = What spoke most in its favour
letter-data = The information used
letter-data-body = The score is computed by a program from the information in your application and your credit history.
letter-subjects = They concern: { $subjects }.
letter-unused = What does not enter into the score: { $fields }.
letter-rights = Your rights
right-review = You may ask that a person review your application (GDPR, article 22).
right-say = You may give your point of view, ask for an explanation, and contest this decision with your advisor.
right-access = You may obtain a copy of your information and have what is wrong corrected (GDPR, articles 15 and 16).
right-complain = If the answer does not satisfy you, you may turn to the data protection authority; in France, the CNIL.
letter-foot = Decision { $decision }, release { $release } of the model.

## The model

model-title = The model in service
model-data = Data
synthetic-note = These clients are made up: none exists. The figures show how it works, not the real world.
source = Source
learned-from = Clients whose outcome is known
absent-tables = Absent tables
release = Release
cost-lead = Lending to a client who defaults costs { $ratio } times as much as a wrong refusal. The threshold is the one that costs least.
threshold-default = Probability of default at the threshold
threshold-theory = If the calibration were perfect
cost-title = What another threshold costs
cost-curve-lead = Too low, the threshold lets defaults through; too high, it refuses good clients.
threshold-in-points = Threshold in points
try-threshold = Try a threshold
cost-at-best = At the threshold in service, { $points } points, a client costs { $cost }: the least.
cost-elsewhere = At { $points } points, a client costs { $cost }, that is { $more } more than at the threshold in service.
roc-title = Defaults recognised
roc-lead = The faster the curve rises, the better the model tells apart. On the line, it would guess.
false-alarms = Good clients refused
caught = Defaults avoided
shares = Decisions proposed
quality = Quality of the predictions
quality-lead = Between a client who repays and one who does not, the model tells the safer one in { $share } of cases. All is measured on clients that the model had not seen.
model = Model
standard-error = Standard error
log-loss = Log loss
brier = Brier
cost-per-client = Cost per client
in-service = In service
boosted-trees = Symmetric boosted trees
logistic = Logistic regression
constant = Constant
importance = What matters most
importance-lead = By how many points each piece of information moves a score, on average over all clients.
calibration = Calibration
calibration-lead = On the line, the default rate predicted is the one observed.
reliability-name = Default rate, predicted and observed
predicted = Predicted
observed = Observed
calibration-words = Predicted: { $predicted }. Observed: { $observed }, of { $clients }.
calibration-error = Calibration error
slope = Slope
intercept = Intercept
fairness = Fairness between groups
fairness-lead = The impact ratio holds the approvals of a group against those of the reference group, which is approved most often. Below 0.80, the rule of four fifths asks for the reason. A group that is too small allows no conclusion.
group = Group
approved = Approved
impact-ratio = Impact ratio (95%)
ratio-within = { $value } [{ $low }, { $high }]
reference = reference
group-too-small = too small
under-four-fifths = under four fifths
used-by-model = Used by the model
read-bins = Arrow keys or pointer: one bin at a time.
read-points = Arrow keys or pointer: one point at a time.
read-cells = Arrow keys or pointer: one square at a time.
point-words = { $across }: { $x }. { $up }: { $y }.
model-card = Model card

## How values are written

missing = not stated
yes = yes
no = no
hour = { $hour }:00
year = { $n } year
years = { $n } years
month = { $n } month
months = { $n } months
day = { $n } day
days = { $n } days
ago = { $duration } ago
after = { $duration } after the application
same-day = on the day of the application
axis-days = Days
axis-months = Months
axis-years = Years
axis-days-before = Days before the application
axis-months-before = Months before the application
axis-years-before = Years before the application

## Signing in

sign-in-failed = Signing in did not succeed
sign-in-provider = The sign-in service does not answer as expected.
sign-in-refused = The sign-in service refused access.
sign-in-stranger = This answer belongs to no request of this tab.
sign-in-again = Sign in
sign-out = Sign out
forbidden = You have no access to this part.
forbidden-detail = Ask whoever manages access for this right, then try again.
session-ended = Your session has ended.
session-ended-detail = Sign in again to go on.
