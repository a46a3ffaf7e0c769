use std::process::Command;

use proptest::prelude::*;

use super::*;

fn key() -> VaultKey {
    VaultKey::new([0x5a; 32])
}

fn vault() -> (tempfile::TempDir, PhotoVault) {
    let folder = tempfile::tempdir().unwrap();
    let vault = PhotoVault::open(folder.path(), &key()).unwrap();
    (folder, vault)
}

/// Looks like a photo to whoever greps the folder.
fn photo(length: usize) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe1\x00\x10Exif\0\0".to_vec();
    bytes.extend((0..length).map(|at| u8::try_from(at * 31 % 251).unwrap()));
    bytes.truncate(length);
    bytes
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.file_name().unwrap() != KEY_CHECK).collect()
}

fn only_file(folder: &Path) -> PathBuf {
    let all = files(folder);
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().unwrap()
}

#[test]
fn what_is_put_is_read_after_reopening() {
    let (folder, vault) = vault();
    for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 300_000] {
        let bytes = photo(length);
        let blob = vault.put(&bytes).unwrap();
        assert_eq!(blob, BlobRef::of(&bytes));
        let reopened = PhotoVault::open(folder.path(), &key()).unwrap();
        assert!(reopened.contains(&blob));
        assert_eq!(reopened.read(&blob).unwrap(), bytes, "{length} bytes");
    }
}

#[test]
fn the_same_photo_twice_is_one_file() {
    let (folder, vault) = vault();
    assert_eq!(vault.put(&photo(1_000)).unwrap(), vault.put(&photo(1_000)).unwrap());
    only_file(folder.path());
}

#[test]
fn the_folder_tells_nothing() {
    let (folder, vault) = vault();
    let bytes = photo(200_000);
    let blob = vault.put(&bytes).unwrap();
    let path = only_file(folder.path());
    let kept = fs::read(&path).unwrap();
    for clear in [&bytes[..12], &bytes[1_000..1_016], &bytes[199_980..]] {
        assert!(!kept.windows(clear.len()).any(|window| window == clear), "{clear:?}");
    }
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    assert!(!name.contains(&blob.sha256.to_string()[..8]), "{name}");
}

#[test]
fn two_vaults_with_two_keys_share_no_name() {
    let (folder, vault) = vault();
    let elsewhere = tempfile::tempdir().unwrap();
    PhotoVault::open(elsewhere.path(), &VaultKey::new([1; 32])).unwrap().put(&photo(9)).unwrap();
    vault.put(&photo(9)).unwrap();
    assert_ne!(only_file(folder.path()).file_name(), only_file(elsewhere.path()).file_name());
}

#[test]
fn a_wrong_key_is_told_at_once() {
    let (folder, _vault) = vault();
    let opened = PhotoVault::open(folder.path(), &VaultKey::new([0x5b; 32]));
    assert_eq!(opened.unwrap_err().code(), "vault_wrong_key");
}

#[test]
fn a_cut_at_any_place_is_noticed() {
    let (folder, vault) = vault();
    let blob = vault.put(&photo(3 * CHUNK_BYTES)).unwrap();
    let path = only_file(folder.path());
    let whole = fs::read(&path).unwrap();
    let chunk = CHUNK_BYTES + 16;
    for length in [0, 5, PREFIX_BYTES, PREFIX_BYTES + chunk, PREFIX_BYTES + 2 * chunk, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(vault.read(&blob).unwrap_err().code(), "vault_damaged", "{length} bytes left");
        assert!(!vault.contains(&blob));
    }
    // Two whole chunks under a name that claims two chunks: the last-chunk flag gives the cut away.
    let shorter = BlobRef { size: 2 * CHUNK, ..blob };
    fs::write(&path, &whole[..PREFIX_BYTES + 2 * chunk]).unwrap();
    assert_eq!(vault.read_range(&shorter, CHUNK, 10).unwrap_err().code(), "vault_damaged");
}

#[test]
fn exchanged_chunks_and_exchanged_files_are_noticed() {
    let (folder, vault) = vault();
    let blob = vault.put(&photo(3 * CHUNK_BYTES)).unwrap();
    let path = only_file(folder.path());
    let mut bytes = fs::read(&path).unwrap();
    let (first, second) = bytes[PREFIX_BYTES..].split_at_mut(CHUNK_BYTES + 16);
    first.swap_with_slice(&mut second[..CHUNK_BYTES + 16]);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(vault.read_range(&blob, 0, 1).unwrap_err().code(), "vault_damaged");

    let (one, other) = (vault.put(&[1; 500]).unwrap(), vault.put(&[2; 500]).unwrap());
    fs::copy(vault.path(&one), vault.path(&other)).unwrap();
    assert_eq!(vault.read_range(&other, 0, 1).unwrap_err().code(), "vault_damaged");
}

#[test]
fn putting_again_repairs_a_damaged_file() {
    let (folder, vault) = vault();
    let blob = vault.put(&photo(5_000)).unwrap();
    fs::write(only_file(folder.path()), b"junk").unwrap();
    assert_eq!(vault.put(&photo(5_000)).unwrap(), blob);
    assert_eq!(vault.read(&blob).unwrap(), photo(5_000));
}

#[test]
fn ranges_end_with_the_content() {
    let (_folder, vault) = vault();
    let blob = vault.put(&photo(100)).unwrap();
    assert_eq!(vault.read_range(&blob, 90, usize::MAX).unwrap(), photo(100)[90..]);
    assert_eq!(vault.read_range(&blob, 100, 10).unwrap(), b"");
    assert_eq!(vault.read_range(&blob, 101, 1).unwrap_err().code(), "vault_out_of_range");
    let liar = BlobRef { size: u64::MAX, ..blob };
    assert_eq!(vault.read_range(&liar, 0, 1).unwrap_err().code(), "vault_damaged");
}

#[test]
fn a_removed_photo_is_missing() {
    let (_folder, vault) = vault();
    let blob = vault.put(&photo(100)).unwrap();
    assert!(vault.remove(&blob).unwrap());
    assert!(!vault.remove(&blob).unwrap());
    assert!(!vault.contains(&blob));
    assert_eq!(vault.read(&blob).unwrap_err().code(), "vault_missing");
}

#[test]
fn what_a_power_cut_left_is_swept_and_nothing_else() {
    let (folder, vault) = vault();
    let blob = vault.put(&photo(100)).unwrap();
    fs::write(folder.path().join("tmp-0011"), b"half a photo").unwrap();
    assert_eq!(vault.sweep_temporaries().unwrap(), 1);
    assert_eq!(vault.sweep_temporaries().unwrap(), 0);
    assert_eq!(vault.read(&blob).unwrap(), photo(100));
}

#[test]
fn the_key_is_never_printed() {
    let (_folder, vault) = vault();
    assert_eq!(format!("{:?} {vault:?}", key()), "VaultKey(***) PhotoVault { .. }");
}

/// `/dev/full` answers every write as a full disk does.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_as_not_saved() {
    let error = OpenOptions::new().write(true).open("/dev/full").unwrap().write_all(b"photo").unwrap_err();
    let told = VaultError::from(error);
    assert_eq!(told.code(), "disk_full");
    assert!(told.to_string().contains("未保存"), "{told}");
}

/// Runs itself again in a shell that lets no file grow beyond 64 KiB or so, which the system enforces in the middle
/// of a write as a full disk does, and which needs no rights.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_fills_in_mid_save_leaves_nothing_behind() {
    const FOLDER: &str = "RUHU_TEST_VAULT_ON_FULL_DISK";
    if let Ok(folder) = std::env::var(FOLDER) {
        return save_on_full_disk(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "a_disk_that_fills_in_mid_save_leaves_nothing_behind";
    let module = module_path!().split_once("::").unwrap().1;
    let run = Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\"")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("{module}::{name}"), "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{told}{}", String::from_utf8_lossy(&run.stderr));
    assert!(told.contains("1 passed"), "{told}");
    // What had been saved before survived.
    let vault = PhotoVault::open(folder.path(), &key()).unwrap();
    assert_eq!(vault.read(&BlobRef::of(&photo(20_000))).unwrap(), photo(20_000));
    only_file(folder.path());
}

#[cfg(target_os = "linux")]
fn save_on_full_disk(folder: &Path) {
    let vault = PhotoVault::open(folder, &key()).unwrap();
    let small = vault.put(&photo(20_000)).unwrap();
    let error = vault.put(&photo(1_000_000)).unwrap_err();
    assert_eq!(error.code(), "disk_full");
    assert!(error.to_string().contains("未保存"), "{error}");
    assert!(!vault.contains(&BlobRef::of(&photo(1_000_000))));
    assert_eq!(vault.read(&small).unwrap(), photo(20_000));
    only_file(folder);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_flipped_bit_anywhere_is_noticed(length in 0_usize..150_000, at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let (folder, vault) = vault();
        let blob = vault.put(&photo(length)).unwrap();
        let path = only_file(folder.path());
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        fs::write(&path, bytes).unwrap();
        prop_assert_eq!(vault.read(&blob).unwrap_err().code(), "vault_damaged");
    }

    #[test]
    fn any_range_is_the_same_as_cutting_the_whole(
        length in 0_usize..200_000, offset in 0_usize..200_000, wanted in 0_usize..200_000
    ) {
        let (_folder, vault) = vault();
        let bytes = photo(length);
        let blob = vault.put(&bytes).unwrap();
        let offset = offset.min(length);
        let expected = &bytes[offset..length.min(offset + wanted)];
        prop_assert_eq!(vault.read_range(&blob, offset as u64, wanted).unwrap(), expected);
    }
}
