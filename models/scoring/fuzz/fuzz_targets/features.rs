//! Any applicant's records, a few rows of each table, have features: numbers or missing, and the same each time.
#![no_main]

use catalogue::Table;
use catalogue::column::Kind;
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use scoring::{Records, Row, Value, interpreter};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(records) = records(&mut Unstructured::new(bytes)) else {
        return;
    };
    let features = interpreter::features(&records);
    assert_eq!(features.len(), catalogue::features().len());
    let bits = |features: Vec<f64>| features.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    assert_eq!(bits(features), bits(interpreter::features(&records)), "features depend on the records alone");
});

fn records(bytes: &mut Unstructured) -> Result<Records> {
    let mut records = Records::new(row(Table::Application, bytes)?);
    for table in Table::HISTORY {
        // Up to six rows, or no such table.
        let rows = bytes.int_in_range(0..=7)?;
        if rows < 7 {
            records =
                records.with_history(table, (0..rows).map(|_| row(table, bytes)).collect::<Result<_>>()?);
        }
    }
    Ok(records)
}

fn row(table: Table, bytes: &mut Unstructured) -> Result<Row> {
    let value = |kind: &Kind, bytes: &mut Unstructured| -> Result<Value> {
        Ok(match bytes.int_in_range(0..=4)? {
            0 => Value::Missing,
            _ if let Kind::Category(categories) = kind => {
                Value::Category(bytes.choose_index(categories.len())?)
            }
            // Few numbers, so that rows meet on keys and months; days past and ahead; and whatever there is.
            1 => Value::Number(f64::from(bytes.int_in_range(-3..=3)?)),
            2 => Value::Number(f64::from(bytes.int_in_range(-3000..=400)?)),
            _ => Some(bytes.arbitrary::<f64>()?)
                .filter(|number| number.is_finite())
                .map_or(Value::Missing, Value::Number),
        })
    };
    let values = table.columns().iter().map(|column| value(&column.kind, bytes)).collect::<Result<_>>()?;
    Ok(Row::new(table, values).expect("each value is of its column's kind"))
}
