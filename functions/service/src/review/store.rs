//! Reviews in S3, each an object that never changes.
//!
//! ```text
//! decisions/<decision>/<review>.json      the review
//! clients/<hash>/<review>.<decision>      an empty entry, by which a client's reviews are found
//! ```
//! Identifiers of version 7 begin with their time, so that names in order are reviews in order.

use api::{Review, Reviews};
use axum::body::Bytes;
use tokio::task::JoinSet;

use crate::artifacts::DataError;
use crate::storage::{Storage, StorageError};

/// Reviews in one answer: the last ones.
const MOST: usize = 200;
/// The largest stored review, in bytes.
const LARGEST: u64 = 64 << 10;

/// Where reviews are kept.
#[derive(Debug, Clone)]
pub struct ReviewStore {
    storage: Storage,
}

impl ReviewStore {
    /// Reviews in that bucket.
    pub fn new(storage: Storage) -> Self {
        Self { storage }
    }

    /// Writes a review; nothing that is there is written over.
    pub async fn write(&self, review: &Review) -> Result<(), DataError> {
        let name = object(&review.decision_id, &review.review_id);
        // Writing a structure of strings to memory cannot fail.
        let body = Bytes::from(serde_json::to_vec(review).expect("a review is valid JSON"));
        // The entry goes first: one that leads to no review is passed over, and a review without its entry is lost to
        // the client's file.
        if let Some(client) = &review.client {
            let entry = format!("clients/{client}/{}.{}", review.review_id, review.decision_id);
            self.storage.put_new(&entry, Bytes::new(), "application/octet-stream").await?;
        }
        if self.storage.put_new(&name, body.clone(), "application/json").await? {
            return Ok(());
        }
        // The object is there: by an attempt of this very request, whose answer was lost.
        if self.storage.get(&name, LARGEST).await? == body {
            Ok(())
        } else {
            Err(DataError::Damaged { file: name, what: "another review of the same name".to_owned() })
        }
    }

    /// The reviews of a decision, the oldest first; of very many, the last ones.
    pub async fn of_decision(&self, decision: &str) -> Result<Reviews, DataError> {
        let (names, earlier) = self.storage.list_last(&format!("decisions/{decision}/"), MOST).await?;
        Ok(Reviews { reviews: self.read(names).await?, earlier })
    }

    /// The reviews of a client, by the hash of its number, the oldest first; of very many, the last ones.
    pub async fn of_client(&self, client: &str) -> Result<Reviews, DataError> {
        let begin = format!("clients/{client}/");
        let (entries, earlier) = self.storage.list_last(&begin, MOST).await?;
        let names = entries.iter().filter_map(|entry| {
            let (review, decision) = entry.strip_prefix(&begin)?.split_once('.')?;
            Some(object(decision, review))
        });
        Ok(Reviews { reviews: self.read(names.collect()).await?, earlier })
    }

    async fn read(&self, names: Vec<String>) -> Result<Vec<Review>, DataError> {
        let mut reads = JoinSet::new();
        for name in names {
            let storage = self.storage.clone();
            reads.spawn(async move {
                let bytes = match storage.get(&name, LARGEST).await {
                    Ok(bytes) => bytes,
                    Err(StorageError::Missing { .. }) => return Ok(None),
                    Err(error) => return Err(error.into()),
                };
                let damaged = |_| DataError::Damaged { file: name, what: "a review".to_owned() };
                serde_json::from_slice(&bytes).map(Some).map_err(damaged)
            });
        }
        let mut reviews: Vec<Review> = Vec::new();
        while let Some(read) = reads.join_next().await {
            // A read that panics is a defect here, and the panic goes on in this task.
            reviews.extend(read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?);
        }
        reviews.sort_by(|one, other| one.review_id.cmp(&other.review_id));
        Ok(reviews)
    }
}

fn object(decision: &str, review: &str) -> String {
    format!("decisions/{decision}/{review}.json")
}
