//! Builds the crate again when a built-in pack changes.

fn main() {
    println!("cargo:rerun-if-changed=packs");
}
