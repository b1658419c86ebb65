//! A clean system in a folder: the running one's release, with nothing in it but what every Debian has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::target;
use crate::shell::{Done, Stop, ask, program, quietly, run, there};

const PATH: &str = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// No service starts in a folder.
const NO_SERVICES: &str = "#!/bin/sh\nexit 101\n";

/// Why no clean system can be made here; none where one can.
pub fn why_not() -> Option<String> {
    if ask("id", &["-u"]).is_none_or(|id| id != "0") {
        return Some("A clean system is made by root only.".to_owned());
    }
    let missing = ["debootstrap", "unshare"].into_iter().find(|name| !there(name))?;
    Some(format!("A clean system is made with {missing}, which is not here."))
}

/// The system, in a folder of its own.
pub struct Root {
    folder: PathBuf,
}

impl Root {
    /// A clean one. The bare system is fetched once and then copied.
    pub fn new() -> Result<Self, Stop> {
        let [bare, folder] = ["bare", "root"].map(|name| target().join("dist").join(name));
        if !bare.is_dir() {
            fetch(&bare)?;
        }
        let _ = fs::remove_dir_all(&folder);
        run(program("cp").arg("--archive").arg(&bare).arg(&folder))?;
        Ok(Self { folder })
    }

    /// Copies a file into it; where it is there.
    pub fn take(&self, file: &Path) -> Result<String, Stop> {
        let inside = Path::new("/srv").join(file.file_name().unwrap_or_default());
        let copy = self.folder.join(inside.strip_prefix("/").unwrap_or(&inside));
        fs::copy(file, &copy).map_err(Stop::at(copy.display().to_string()))?;
        Ok(inside.to_string_lossy().into_owned())
    }

    /// Installs packages, by their names or files, with all they depend on.
    pub fn install(&self, packages: &[&str]) -> Done {
        let quiet = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends"];
        run(self.command(None).args(quiet).args(packages))
    }

    /// Runs a program as a person, or as root; its output is shown.
    pub fn run(&self, person: Option<&str>, words: &[&str]) -> Done {
        run(self.command(person).args(words))
    }

    /// Runs a program and gives what it printed.
    pub fn told(&self, person: Option<&str>, words: &[&str]) -> Result<String, Stop> {
        quietly(self.command(person).args(words))
    }

    /// In namespaces of its own: what is mounted and what is started there ends with the program.
    fn command(&self, person: Option<&str>) -> Command {
        let mut command = program("unshare");
        command.args(["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--wd=/"]);
        command.arg(format!("--root={}", self.folder.display()));
        if let Some(person) = person {
            command.arg("setpriv").arg(format!("--reuid={person}"));
            command.arg(format!("--regid={person}")).arg("--init-groups");
        }
        let home = person.map_or("/root".to_owned(), |person| format!("/home/{person}"));
        command.args(["env", "--ignore-environment", PATH, "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]);
        command.arg(format!("HOME={home}"));
        command
    }
}

/// Fetches the bare system from where the running one fetches its packages.
fn fetch(bare: &Path) -> Done {
    let format = "$(SITE) $(RELEASE) $(COMPONENT) $(CREATED_BY)";
    let sources = ask("apt-get", &["indextargets", "--no-release-info", "--format", format]);
    let release = ask("sh", &["-c", ". /etc/os-release && echo $VERSION_CODENAME"]).unwrap_or_default();
    let sources = sources.unwrap_or_default();
    let mut sources: Vec<_> = sources.lines().filter_map(|line| of_the_system(line, &release)).collect();
    sources.sort_unstable();
    sources.dedup();
    let Some((site, _)) = sources.iter().find(|(_, name)| *name == release) else {
        return Err(Stop(format!("apt-get knows no source of this system's release {release:?}.")));
    };
    let being_made = bare.with_extension("new");
    let _ = fs::remove_dir_all(&being_made);
    run(program("debootstrap").args(["--variant=minbase", &release]).arg(&being_made).arg(site))?;
    let lines: String = sources.iter().map(|(site, name)| format!("deb {site} {name} main\n")).collect();
    put(&being_made, "etc/apt/sources.list", &lines)?;
    put(&being_made, "usr/sbin/policy-rc.d", NO_SERVICES)?;
    run(program("chmod").arg("755").arg(being_made.join("usr/sbin/policy-rc.d")))?;
    run(Root { folder: being_made.clone() }.command(None).args(["apt-get", "update", "--quiet"]))?;
    fs::rename(&being_made, bare).map_err(Stop::at(bare.display().to_string()))
}

/// Where a line of apt's tells of packages of this release, its updates among them, and the release's name there.
fn of_the_system<'a>(line: &'a str, release: &str) -> Option<(&'a str, &'a str)> {
    let mut words = line.split_whitespace();
    let (site, name, component) = (words.next()?, words.next()?, words.next()?);
    (name.starts_with(release) && component == "main").then_some((site, name))
}

fn put(folder: &Path, name: &str, text: &str) -> Done {
    let path = folder.join(name);
    fs::write(&path, text).map_err(Stop::at(path.display().to_string()))
}
