//! PostgreSQL for tests: one server for each run, from the installed programs, gone when the run ends.

use std::env;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context, bail, ensure};

/// How often another port is tried, where somebody took the one that was free a moment ago.
const PORTS_TRIED: u32 = 5;

/// Settings that trade safety for speed: nothing here outlives the run.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=400",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
];

/// What the guard does once the run is over, however that came: its standard input closes when we are gone.
const GUARD: &str = r#"cat >/dev/null; "$1/pg_ctl" -D "$2/data" -m immediate -w stop; rm -rf "$2""#;

/// A server of our own. It stops when the process ends, even where that is killed.
#[derive(Debug)]
pub struct Cluster {
    port: u16,
    _guard: Child,
}

impl Cluster {
    /// Start one on a free port of the loopback.
    ///
    /// # Errors
    ///
    /// Where the server programs are missing, which names `./tests/run`, or do not do what they are told.
    pub fn start() -> anyhow::Result<Self> {
        let bin = programs()?;
        let folder = new_folder()?;
        // The guard comes first: whatever fails after it is cleaned up all the same.
        let guard = guard(&bin, &folder)?;
        init(&bin, &folder)?;
        for _ in 0..PORTS_TRIED {
            let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            if serve(&bin, &folder, port)? {
                return Ok(Self {
                    port,
                    _guard: guard,
                });
            }
        }
        bail!(
            "PostgreSQL does not start: see {}",
            folder.join("log").display()
        )
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://landsafe@127.0.0.1:{}/{database}", self.port)
    }
}

/// Where the server programs are: Debian's folders, newest first, or the path.
fn programs() -> anyhow::Result<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut versions: Vec<_> = installed
        .filter_map(|folder| {
            let folder = folder.ok()?;
            let version: u32 = folder.file_name().to_str()?.parse().ok()?;
            Some((version, folder.path().join("bin")))
        })
        .collect();
    versions.sort();
    let on_path = env::var_os("PATH").unwrap_or_default();
    let found = versions
        .into_iter()
        .rev()
        .map(|(_, bin)| bin)
        .chain(env::split_paths(&on_path))
        .find(|bin| bin.join("initdb").exists() && bin.join("pg_ctl").exists());
    found.context(
        "PostgreSQL's server programs (initdb, pg_ctl) are not installed, and every journey runs on PostgreSQL too: \
         run ./tests/run, which installs them or says how",
    )
}

/// A command as somebody who may run the server: it refuses to be run by root.
fn command(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Nothing that outlives us may hold on to our output, or whoever reads it waits for ever.
fn quietly(command: &mut Command) -> &mut Command {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
}

fn new_folder() -> anyhow::Result<PathBuf> {
    let pattern = env::temp_dir().join("landsafe-postgres-XXXXXX");
    let made = command(Path::new("mktemp"))
        .arg("-d")
        .arg(pattern)
        .output()
        .context("cannot make a folder for PostgreSQL")?;
    ensure!(made.status.success(), "mktemp: {}", said(&made));
    Ok(PathBuf::from(String::from_utf8(made.stdout)?.trim()))
}

fn guard(bin: &Path, folder: &Path) -> anyhow::Result<Child> {
    let mut command = command(Path::new("sh"));
    command.args(["-c", GUARD, "guard"]).arg(bin).arg(folder);
    // A group of its own, so that an interrupt from the keyboard does not reach it before its work.
    quietly(&mut command)
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .context("cannot start the guard of PostgreSQL")
}

fn init(bin: &Path, folder: &Path) -> anyhow::Result<()> {
    let made = command(&bin.join("initdb"))
        .arg("--pgdata")
        .arg(folder.join("data"))
        .args(["--username=landsafe", "--auth=trust", "--encoding=UTF8"])
        .args(["--no-locale", "--no-sync"])
        .output()
        .context("cannot run initdb")?;
    ensure!(made.status.success(), "initdb: {}", said(&made));
    Ok(())
}

/// Whether it came up: the port may have been taken meanwhile.
fn serve(bin: &Path, folder: &Path, port: u16) -> anyhow::Result<bool> {
    let settings = SETTINGS.map(|setting| format!("-c {setting}")).join(" ");
    let mut command = command(&bin.join("pg_ctl"));
    command.arg("-D").arg(folder.join("data"));
    command.arg("-l").arg(folder.join("log"));
    command.arg("-o").arg(format!("-p {port} {settings}"));
    let started = quietly(command.args(["-w", "start"])).status();
    Ok(started.context("cannot run pg_ctl")?.success())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}
