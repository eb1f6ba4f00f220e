//! What would have been otherwise with other clients, or with rounded inputs.

use serde::{Deserialize, Serialize};

use super::figure::Figure;

/// How steady the first reason is when each input is moved by at most half a unit of the last figure that is told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rounding {
    /// Clients looked at.
    pub clients: u32,
    /// Share of the draws that kept the first reason.
    pub first_reason_kept: f64,
    /// Share of the draws that kept the theme of the first reason.
    pub first_theme_kept: f64,
}

/// The model fitted again on bootstrap draws of the clients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BootstrapStability {
    /// Models fitted, each on as many clients as there are, drawn with replacement.
    pub draws: u32,
    /// AUC on the clients whom a draw left out: mean, least, greatest and standard deviation over the draws.
    pub auc: Figure,
    /// The cheapest threshold in points on the clients left out, after their draw's calibration: the same.
    pub threshold_points: Figure,
    /// Of the twenty most important features, how many are among a draw's twenty: the same.
    pub top_twenty_kept: Figure,
    /// The twenty most important features with the share of draws that have them among their twenty.
    pub top_twenty: Vec<KeptFeature>,
    /// Share of refused or reviewed clients whose first reason is a draw's first reason too, in the mean over the
    /// draws.
    pub first_reason_kept: f64,
    /// The same for the first reason's theme.
    pub first_theme_kept: f64,
    /// Clients whose first reasons were compared.
    pub clients: u32,
}

/// How often a feature is among the twenty most important.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptFeature {
    /// The feature's stable name.
    pub feature: String,
    /// Share of the draws.
    pub kept: f64,
}
