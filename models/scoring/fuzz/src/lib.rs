//! What the fuzz targets share: what must hold of every model that a reader accepts.

use scoring::Scorer;

/// Has an accepted model score, explain and be written, and checks what holds of every model.
///
/// Its trees are small; where a fuzzer makes up very many, a few rows are still quick.
pub fn exercise(scorer: &Scorer) {
    let inputs = scorer.inputs().len();
    let mut contributions = vec![0.0; inputs];
    for value in [f32::NAN, 0.0, -1.0, f32::INFINITY, f32::MIN] {
        let row = vec![value; inputs];
        let margin = scorer.margin(&row);
        assert!(margin.abs() <= scorer.bound(), "margin {margin} beyond {}", scorer.bound());
        let base = scorer.contributions(&row, &mut contributions);
        let gap = (base + contributions.iter().sum::<f64>() - margin).abs();
        // Of a damaged scorer.bin, whose values add up within 1e-9 for each log-odd, no more can be asked.
        assert!(gap <= 1e-8 * (1.0 + scorer.bound()), "contributions miss the margin by {gap:e}");
        if inputs > 1 {
            let interaction = scorer.interaction(&row, [0, inputs - 1]);
            assert!(interaction.is_finite());
        }
    }
    let bytes = scorer.to_bytes();
    let read = Scorer::from_bytes(&bytes).expect("what is written is read");
    assert!(read.to_bytes() == bytes, "a model reads back as it was written");
}
