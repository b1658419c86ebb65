//! What must be on the machine before anything is built.

mod debian;
mod elsewhere;
mod node;
mod packages;
mod root;
mod rust;

use crate::shell::{Done, there};
use packages::{BUILD, CRASH, LOOKING, PACKING, Package, WINDOW};
pub use root::as_root;

/// What building and every test need.
pub fn everything() -> Done {
    rust::check()?;
    needs(&[BUILD, WINDOW, LOOKING, CRASH].concat())
}

/// What building and opening the desk need; without a display, also what drives it.
pub fn for_running(driven: bool) -> Done {
    if driven { needs(&[BUILD, WINDOW].concat()) } else { needs(BUILD) }
}

/// What making packages needs, and trying them.
pub fn for_packing(tried: bool) -> Done {
    let tools = [BUILD, PACKING].concat();
    if tried { needs(&[tools.as_slice(), WINDOW].concat()) } else { needs(&tools) }
}

/// The names of Debian's packages that driving the window needs.
pub fn window_packages() -> Vec<&'static str> {
    WINDOW.iter().map(|package| package.debian).collect()
}

fn needs(packages: &[Package]) -> Done {
    if cfg!(target_os = "linux") && there("apt-get") && there("dpkg-query") {
        debian::install(packages)?;
    } else {
        elsewhere::check(packages)?;
    }
    node::modules()
}
