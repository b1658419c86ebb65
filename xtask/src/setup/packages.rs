//! The system's packages: what each is for, its names, and how to see that it is there.

/// Something the system must have.
#[derive(Clone, Copy)]
pub struct Package {
    /// Its name on Debian and Ubuntu.
    pub debian: &'static str,
    /// Its name on Fedora, as a hint to those on another Linux.
    pub fedora: &'static str,
    /// What Kith wants it for.
    pub purpose: &'static str,
    /// How to see that it is there where the package manager is not asked.
    pub sign: Sign,
}

/// How a package shows.
#[derive(Clone, Copy)]
pub enum Sign {
    /// A program of that name on the path.
    Program(&'static str),
    /// A library pkg-config knows.
    Library(&'static str),
    /// Nothing to be seen by; taken to be there.
    Unseen,
}

/// What building needs.
pub const BUILD: &[Package] = &[
    package("build-essential", "gcc", "the linker and a C compiler", Sign::Program("cc")),
    package("pkg-config", "pkgconf-pkg-config", "finds the libraries to link", Sign::Program("pkg-config")),
    package(
        "libwebkit2gtk-4.1-dev",
        "webkit2gtk4.1-devel",
        "the web view the desk is drawn in",
        Sign::Library("webkit2gtk-4.1"),
    ),
];

/// What driving the real window needs.
pub const WINDOW: &[Package] = &[
    package(
        "webkit2gtk-driver",
        "webkit2gtk-driver",
        "drives the real window",
        Sign::Program("WebKitWebDriver"),
    ),
    package("xvfb", "xorg-x11-server-Xvfb", "a display where there is none", Sign::Program("xvfb-run")),
    package("xauth", "xorg-x11-xauth", "lets programs onto that display", Sign::Program("xauth")),
    package("dbus", "dbus-daemon", "a session bus of the tests' own", Sign::Program("dbus-run-session")),
    package("fonts-liberation", "liberation-fonts", "letters to draw with", Sign::Unseen),
];

/// What the tests of the real window need besides.
pub const LOOKING: &[Package] =
    &[package("xdotool", "xdotool", "says which window has the keyboard", Sign::Program("xdotool"))];

/// What the crash tests need. Loop devices and their file system are in every Debian.
pub const CRASH: &[Package] =
    &[package("strace", "strace", "makes system calls fail in the crash tests", Sign::Program("strace"))];

/// What looking at packages needs.
pub const PACKING: &[Package] = &[
    package(
        "appstream",
        "appstream",
        "checks the record for software centres",
        Sign::Program("appstreamcli"),
    ),
    package(
        "desktop-file-utils",
        "desktop-file-utils",
        "checks the desktop entry",
        Sign::Program("desktop-file-validate"),
    ),
];

const fn package(debian: &'static str, fedora: &'static str, purpose: &'static str, sign: Sign) -> Package {
    Package { debian, fedora, purpose, sign }
}
