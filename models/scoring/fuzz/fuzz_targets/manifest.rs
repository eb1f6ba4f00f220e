//! A manifest, whatever it holds, is read or refused, and so is the model that it describes.
#![no_main]

use scoring::release::Manifest;
use scoring::{Scorer, ScoringModel};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(mut manifest) = serde_json::from_slice::<Manifest>(bytes) else {
        return;
    };
    let read: Manifest = serde_json::from_slice(&serde_json::to_vec(&manifest).expect("a manifest is JSON"))
        .expect("what is written is read");
    assert_eq!(read.digest(), manifest.digest(), "a manifest reads back as it was written");
    let _ = manifest.check_file("scorer.bin", bytes);

    // Its name is made to fit, so that what it says is looked at.
    manifest.release = format!("2026-01-31-{}", &manifest.digest()[..12]);
    assert!(manifest.is_genuine());
    let Ok(scorer) = Scorer::new(manifest.inputs.clone(), -2.4, Vec::new()) else {
        return;
    };
    if let Ok(model) = ScoringModel::from_release(&manifest, &scorer.to_bytes()) {
        let row = vec![f32::NAN; model.inputs().len()];
        let breakdown = model.explain(&row);
        assert_eq!(breakdown.base_points, breakdown.score.points, "without trees, all are average");
        assert!(breakdown.contributions.iter().all(|contribution| contribution.points == 0));
    }
});
