//! The data folder: its layout, and how a cluster gets into it.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Stdio,
};

use rand::{Rng, distr::Alphanumeric};
use tokio::process::Command;

use crate::{
    SUPERUSER,
    account::Account,
    binaries::Binaries,
    error::{Context, Error},
};

/// Where the cluster goes when we are root and the account of Postgres cannot enter the data folder (`/root/…`).
const REACHABLE: &str = "/var/lib/mcp-agent-studio/clusters";

/// The data folder, existing and absolute.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn open(data_dir: &Path, account: &Account) -> Result<Self, Error> {
        let mode = if account.is_other() { 0o711 } else { 0o700 };
        fs::DirBuilder::new().recursive(true).mode(mode).create(data_dir).at("create", data_dir)?;
        let root = data_dir.canonicalize().at("resolve", data_dir)?;
        fs::set_permissions(&root, fs::Permissions::from_mode(mode)).at("set the mode of", &root)?;
        Ok(Self { root })
    }

    /// Where Postgres keeps its files; a symbolic link when the account cannot enter the data folder.
    pub(crate) fn cluster(&self) -> PathBuf {
        self.root.join("cluster")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    fn password(&self) -> PathBuf {
        self.root.join("password")
    }

    fn socket_note(&self) -> PathBuf {
        self.root.join("socket-dir")
    }

    /// Held until dropped; the kernel lets go of it when the process dies.
    pub(crate) fn lock(&self) -> Result<File, Error> {
        let path = self.root.join("lock");
        let file = OpenOptions::new().create(true).append(true).mode(0o600).open(&path).at("open", &path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(Error::InUse(self.root.clone())),
            Err(fs::TryLockError::Error(source)) => Err(Error::Io { doing: "lock", path, source }),
        }
    }

    /// Major version of the cluster that is there; `None` when there is none.
    pub(crate) fn cluster_version(&self) -> Result<Option<u32>, Error> {
        let path = self.cluster().join("PG_VERSION");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().parse().ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).at("read", &path),
        }
    }

    /// A fresh folder for the socket, in a short path (a socket's path has at most 107 bytes), entered by us and the
    /// account only. Its name is random: a guessable one in `/tmp` could be taken by somebody else before us.
    pub(crate) fn make_socket_dir(&self, account: &Account) -> Result<PathBuf, Error> {
        self.remove_socket_dir()?;
        let base = if account.is_other() && Path::new("/run").is_dir() { "/run" } else { "/tmp" };
        let path = Path::new(base).join(format!("studio-pg-{}", random_word(12)));
        fs::DirBuilder::new().mode(0o700).create(&path).at("create", &path)?;
        account.own(&path)?;
        write_private(&self.socket_note(), path.to_string_lossy().as_bytes())?;
        Ok(path)
    }

    /// Removes the socket folder of the last start, which a killed process left behind.
    pub(crate) fn remove_socket_dir(&self) -> Result<(), Error> {
        let note = self.socket_note();
        let Ok(path) = fs::read_to_string(&note) else { return Ok(()) };
        let path = Path::new(&path);
        if path.is_absolute() && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("studio-pg-")) {
            match fs::remove_dir_all(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).at("remove", path),
                _ => {}
            }
        }
        fs::remove_file(&note).at("remove", &note)
    }
}

/// Makes the cluster unless it is there; the superuser's password either way.
pub(crate) async fn ensure(
    folder: &Folder,
    binaries: &Binaries,
    account: &Account,
    fsync: bool,
) -> Result<String, Error> {
    if folder.cluster_version()?.is_some() {
        return read_password(&folder.password());
    }
    let password = random_word(32);
    write_private(&folder.password(), password.as_bytes())?;
    // Made under another name and moved when complete: an interrupted initdb leaves nothing that looks like a cluster.
    let place = place_of_cluster(folder, account)?;
    let unfinished = place.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).at("remove", &unfinished)?;
    }
    fs::DirBuilder::new().mode(0o700).create(&unfinished).at("create", &unfinished)?;
    account.own(&unfinished)?;
    initdb(&unfinished, binaries, account, &password, fsync).await?;
    fs::rename(&unfinished, &place).at("move into place", &place)?;
    if place != folder.cluster() {
        let link = folder.cluster();
        let _dangling = fs::remove_file(&link);
        symlink(&place, &link).at("link", &link)?;
    }
    Ok(password)
}

/// In the data folder, unless the account cannot get there.
fn place_of_cluster(folder: &Folder, account: &Account) -> Result<PathBuf, Error> {
    if !account.is_other() || account.can_enter(&folder.root) {
        return Ok(folder.cluster());
    }
    let base = Path::new(REACHABLE);
    fs::DirBuilder::new().recursive(true).mode(0o711).create(base).at("create", base)?;
    let place = base.join(random_word(12));
    tracing::warn!(
        data_dir = %folder.root.display(), place = %place.display(),
        "the data folder cannot be entered by the account Postgres runs as; the cluster is kept elsewhere, linked from it"
    );
    Ok(place)
}

async fn initdb(
    place: &Path,
    binaries: &Binaries,
    account: &Account,
    password: &str,
    fsync: bool,
) -> Result<(), Error> {
    let pwfile = place.with_extension("pwfile");
    write_private(&pwfile, password.as_bytes())?;
    account.own(&pwfile)?;
    let mut command = Command::from(binaries.command(account, "initdb"));
    command.args(["--username", SUPERUSER, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]);
    command.arg("--data-checksums").arg("--pgdata").arg(place).arg("--pwfile").arg(&pwfile);
    if !fsync {
        command.arg("--no-sync");
    }
    let output = command.stdin(Stdio::null()).kill_on_drop(true).output().await;
    fs::remove_file(&pwfile).at("remove", &pwfile)?;
    let output = output.at("run", &binaries.dir.join("initdb"))?;
    if output.status.success() {
        return Ok(());
    }
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    Err(Error::InitDb { status: output.status.to_string(), output: said.trim().to_owned() })
}

pub(crate) fn read_password(path: &Path) -> Result<String, Error> {
    match fs::read_to_string(path) {
        Ok(text) if !text.is_empty() => Ok(text),
        Ok(_) => Err(Error::NoPassword(path.to_path_buf())),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::NoPassword(path.to_path_buf())),
        Err(error) => Err(error).at("read", path),
    }
}

/// Writes a file with mode 0600, never readable by others in between.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.exists() {
        fs::remove_file(path).at("remove", path)?;
    }
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path).at("create", path)?;
    file.write_all(bytes).at("write", path)?;
    file.sync_all().at("write", path)
}

/// Letters and digits from the operating system's randomness.
fn random_word(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}
