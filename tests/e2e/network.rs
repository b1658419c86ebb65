//! No network: the desk works where there is none, and opens nothing to one where there would be.

use std::{
    env,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use kith_tests::window::{Home, Window, command, field, part, sockets};
use serde_json::json;

/// Says that a test runs inside of a namespace of its own.
const INSIDE: &str = "KITH_TEST_NO_NETWORK";

/// A shell in a network namespace that holds nothing but its own loopback, which the driver gives its orders over.
fn alone(script: &str) -> Command {
    let mut unshare = Command::new("unshare");
    // Without root's rights the person is root in a namespace of users, where that is permitted.
    if !rustix::process::geteuid().is_root() {
        unshare.arg("--map-root-user");
    }
    unshare.args(["--net", "sh", "-c", script, "sh"]);
    unshare
}

#[test]
fn the_desk_works_in_an_empty_network_and_opens_no_socket() -> Result<()> {
    let permitted = alone("ip link set lo up").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !permitted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: this machine permits no network namespace (unshare and ip are needed)");
        return Ok(());
    }
    let this = env::current_exe()?;
    let mut inside = alone("ip link set lo up && exec \"$@\"");
    inside.arg(this).args(["network::a_day_without_a_network", "--exact", "--ignored", "--nocapture"]);
    let ran = inside.env(INSIDE, "1").output().context("the test inside of the namespace")?;
    let said = [ran.stdout, ran.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    ensure!(ran.status.success() && said.contains("1 passed"), "{said}");
    Ok(())
}

#[test]
#[ignore = "run by the test above, inside of a network namespace"]
fn a_day_without_a_network() -> Result<()> {
    ensure!(
        env::var_os(INSIDE).is_some(),
        "outside of a namespace the sockets would be those of the whole machine"
    );
    let home = Home::new()?;
    let window = Window::open(&home)?;
    window.start_with_sample()?;
    let key = window.first_key()?;
    window.open_contact(&key)?;
    window.edit("Title", "No Network")?;
    window.save()?;
    window.wait_for_text(&part("saved"), "Saved")?;
    window.turn_to("history")?;
    window.turn_to("record")?;
    window.search_for("no network")?;
    window.wait_for_text(&part("count"), "1 of 250")?;
    command(home.book(), &["update", &key, "--set", "Department=Nowhere"])?;
    window.wait_for_value(&field("Department"), "Nowhere")?;
    let found = sockets(home.folder())?;
    assert_eq!(json!(found), json!([]), "the desk has these open to a network");
    window.close()
}
