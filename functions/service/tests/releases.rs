//! What is verified before a release is answered from, and following the pointer.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use common::fixture::FIRST_ID;
use common::{World, flip, get};
use scoring::release::{Manifest, file};
use service::artifacts::{Artifacts, Comparing, Explaining, Live, LoadError, Scoring};
use service::predict;

async fn refusal<A: Artifacts + std::fmt::Debug>(world: &World) -> Option<String> {
    world.context::<A>().await.err().map(|error| error.to_string())
}

/// What each function says of the release as it is stored now.
async fn refusals(world: &World) -> [Option<String>; 3] {
    [refusal::<Scoring>(world).await, refusal::<Explaining>(world).await, refusal::<Comparing>(world).await]
}

#[tokio::test]
async fn a_flipped_bit_is_found_and_its_file_named() {
    let world = World::new(40).await;
    let (all, scored, explained, compared) =
        ([true, true, true], [true, true, false], [false, true, false], [false, false, true]);
    for (name, users) in [
        (file::MANIFEST, all),
        (file::SCORER, scored),
        (file::IDS, all),
        (file::CHECKSUMS, scored),
        (file::REPORT, explained),
    ] {
        let path = world.file(name);
        let length = std::fs::metadata(&path).unwrap().len() as usize;
        // At the start, in the header, in the middle, at the end.
        for byte in [0, 9, 40, length / 2, length - 1] {
            flip(&path, byte);
            for (refusal, used) in refusals(&world).await.into_iter().zip(users) {
                assert_eq!(refusal.is_some(), used, "{name}, byte {byte}: {refusal:?}");
                assert!(refusal.is_none_or(|refusal| refusal.contains(name)), "{name}, byte {byte}");
            }
            flip(&path, byte);
        }
    }
    // Of the two large arrays the header is read at the start; a row or a column is checked when it is read.
    for (name, users) in [(file::FEATURES, scored), (file::COHORT, compared)] {
        for byte in [0, 7, 9, 30, 64, 127] {
            flip(&world.file(name), byte);
            for (refusal, used) in refusals(&world).await.into_iter().zip(users) {
                assert_eq!(refusal.is_some(), used, "{name}, byte {byte}: {refusal:?}");
                assert!(refusal.is_none_or(|refusal| refusal.contains(name)), "{name}, byte {byte}");
            }
            flip(&world.file(name), byte);
        }
    }
    assert_eq!(refusals(&world).await, [None, None, None]);
}

#[tokio::test]
async fn what_was_damaged_in_the_bucket_is_put_right_by_publishing_again() {
    let world = World::new(40).await;
    let whole: Vec<_> =
        world.fixture.manifest.files.keys().map(String::as_str).chain([file::MANIFEST]).collect();
    for name in whole {
        let path = world.file(name);
        let bytes = std::fs::read(&path).unwrap();
        flip(&path, bytes.len() / 2);
        let published = local::publish(&world.storage, &world.fixture.folder).await.unwrap();
        assert_eq!(published.uploaded, [name]);
        assert!(std::fs::read(&path).unwrap() == bytes, "{name} is still damaged");
    }
    let published = local::publish(&world.storage, &world.fixture.folder).await.unwrap();
    assert!(published.uploaded.is_empty() && !published.pointer_moved, "{published:?}");
}

#[tokio::test]
async fn a_file_that_is_cut_or_gone_is_named() {
    let world = World::new(40).await;
    for name in [file::SCORER, file::IDS, file::CHECKSUMS, file::FEATURES, file::MANIFEST] {
        let path = world.file(name);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len().min(100) - 1]).unwrap();
        let refused = refusal::<Scoring>(&world).await.unwrap_or_default();
        assert!(refused.contains(name), "{name} cut: {refused:?}");
        std::fs::remove_file(&path).unwrap();
        let refused = refusal::<Scoring>(&world).await.unwrap_or_default();
        assert!(refused.contains(name), "{name} gone: {refused:?}");
        std::fs::write(&path, &whole).unwrap();
    }
}

#[tokio::test]
async fn without_a_pointer_it_is_said_what_to_do() {
    let world = World::new(40).await;
    std::fs::remove_file(world.object(file::POINTER)).unwrap();
    let error = world.context::<Scoring>().await.unwrap_err();
    assert!(matches!(error, LoadError::NoPointer { .. }));
    let text = error.to_string();
    assert!(text.contains("current.json") && text.contains("publish"), "{text}");
}

#[tokio::test]
async fn a_pointer_may_name_releases_only() {
    let world = World::new(40).await;
    for content in ["", "{}", r#"{"release": ""}"#, r#"{"release": "../secrets"}"#, r#"{"release": "a/b"}"#] {
        std::fs::write(world.object(file::POINTER), content).unwrap();
        let error = refusal::<Scoring>(&world).await.unwrap_or_default();
        assert!(error.contains("current.json"), "{content}: {error}");
    }
    std::fs::write(world.object(file::POINTER), r#"{"release": "20260101-000000000000"}"#).unwrap();
    let error = refusal::<Scoring>(&world).await.unwrap_or_default();
    assert!(error.contains("releases/20260101-000000000000/manifest.json"), "{error}");
}

#[tokio::test]
async fn a_manifest_under_another_name_is_refused() {
    let world = World::new(40).await;
    let other = world.another(2, 40);
    local::publish(&world.storage, &other.folder).await.unwrap();
    let stored = world.object(&format!("releases/{}/manifest.json", other.manifest.release));
    std::fs::copy(world.file(file::MANIFEST), &stored).unwrap();
    assert!(refusal::<Scoring>(&world).await.unwrap().contains("manifest of"));

    // Altered and renamed: then the name does not fit the content.
    let mut altered = Manifest { release: other.manifest.release.clone(), ..world.fixture.manifest.clone() };
    altered.rule.threshold = 490;
    std::fs::write(&stored, serde_json::to_vec(&altered).unwrap()).unwrap();
    assert!(refusal::<Scoring>(&world).await.unwrap().contains("digest"));
    altered.format = 99;
    std::fs::write(&stored, serde_json::to_vec(&altered).unwrap()).unwrap();
    assert!(refusal::<Scoring>(&world).await.unwrap().contains("format 99"));
}

#[tokio::test]
async fn a_new_release_is_taken_up_and_a_damaged_one_refused() {
    let world = World::new(40).await;
    let first = world.fixture.manifest.release.clone();
    let context = world.context::<Scoring>().await.unwrap();
    let function = common::open(predict::router(context.clone()));
    let answered = async || get(&function, &format!("/predict/{FIRST_ID}")).await.json()["release"].clone();
    assert!(!context.live.follow().await.unwrap());
    assert_eq!(answered().await, first);

    let second = world.another(2, 50);
    local::publish(&world.storage, &second.folder).await.unwrap();
    assert!(context.live.follow().await.unwrap());
    assert_eq!(answered().await, second.manifest.release);
    // A client that only the new release has.
    let last = second.ids.last().unwrap();
    assert_eq!(get(&function, &format!("/predict/{last}")).await.status, 200);

    let third = world.another(3, 40);
    local::publish(&world.storage, &third.folder).await.unwrap();
    let scorer = world.object(&format!("releases/{}/scorer.bin", third.manifest.release));
    flip(&scorer, 20);
    let error = context.live.follow().await.unwrap_err().to_string();
    assert!(error.contains("scorer.bin"), "{error}");
    assert_eq!(answered().await, second.manifest.release);

    // Mended, it is taken up; and rolling back is moving the pointer.
    flip(&scorer, 20);
    assert!(context.live.follow().await.unwrap());
    assert_eq!(answered().await, third.manifest.release);
    assert!(local::publish::point_to(&world.storage, &first).await.unwrap());
    assert!(context.live.follow().await.unwrap());
    assert_eq!(answered().await, first);
}

#[tokio::test]
async fn requests_make_the_function_look_at_the_pointer() {
    let world = World::new(40).await;
    let live = Live::<Scoring>::start(world.storage.clone(), Duration::from_millis(50)).await.unwrap();
    let second = world.another(2, 40);
    local::publish(&world.storage, &second.folder).await.unwrap();
    let mut looks = 0;
    while live.current().release() != second.manifest.release {
        looks += 1;
        assert!(looks < 500, "the pointer is not followed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(looks > 0, "the new release cannot be there before the pointer was looked at");
}
