//! `studio-server doctor`: whether everything the Studio needs is there, a line a check.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use model::OrganizationId;
use studio_db::{Db, Inspection};

use crate::boot::{self, Place, Private};
use crate::config::Options;
use crate::keys::Key;
use crate::state::AppState;

/// Oldest Postgres that will do.
const OLDEST: i32 = 15;

/// Looks at everything, also while a Studio is running, and says what was found; an error when something is missing.
pub(crate) async fn run(options: &Options) -> Result<()> {
    let mut report = Report::default();
    let site = AppState::site(&options.web).map(|_| ((), options.web.site.display().to_string()));
    report.line("site", site, "Build it with ./studio, or say with STUDIO_SITE where it is.");
    let folder = data_folder(options).map(|detail| ((), detail));
    report.line("data", folder, "Let this user write there, or choose another folder with STUDIO_DATA.");
    let key = Key::of(options).map(|key| (key, "present".to_owned()));
    let key = report.line("key", key, "Set STUDIO_KEY to the 64 hexadecimal digits that the other replicas have.");
    match key {
        Some(key) => database(options, &key, &mut report).await?,
        None => report.skipped(&["postgres", "database", "migrations", "roles"]),
    }
    ensure!(report.failed == 0, "{} of the checks failed; see above", report.failed);
    Ok(())
}

/// The lines, as they are printed.
#[derive(Default)]
struct Report {
    failed: usize,
}

impl Report {
    /// Prints what a check found; hands it on to the checks that need it.
    fn line<T>(&mut self, name: &str, found: Result<(T, String)>, remedy: &str) -> Option<T> {
        match found {
            Ok((found, detail)) => {
                println!("{name:<10}  ok       {detail}");
                Some(found)
            }
            Err(error) => {
                self.failed += 1;
                println!("{name:<10}  failed   {error:#}. {remedy}");
                None
            }
        }
    }

    /// Prints checks that cannot be made.
    fn skipped(&self, names: &[&str]) {
        for name in names {
            println!("{name:<10}  skipped  it needs what failed above");
        }
    }
}

/// Whether something can be kept in the data folder.
fn data_folder(options: &Options) -> Result<String> {
    if options.database.database_url.is_some() {
        return Ok("not used: DATABASE_URL is set".to_owned());
    }
    let folder = &options.data.folder;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let probe = folder.join(format!("doctor-{}", std::process::id()));
    fs::write(&probe, "").with_context(|| format!("cannot write to {}", folder.display()))?;
    fs::remove_file(&probe).with_context(|| format!("cannot remove {}", probe.display()))?;
    Ok(folder.display().to_string())
}

async fn database(options: &Options, key: &Key, report: &mut Report) -> Result<()> {
    let private = options.database.database_url.is_none();
    let place = boot::place(options, key, Private::Share).await.map(|place| {
        let detail = match (private, &place.postgres) {
            (false, _) => "DATABASE_URL",
            (true, Some(_)) => "private, started for this check",
            (true, None) => "private, in use by a Studio",
        };
        (place, detail.to_owned())
    });
    let remedy = "Install Postgres 15 or newer (its server programs), or set DATABASE_URL.";
    let Some(place) = report.line("postgres", place, remedy) else {
        report.skipped(&["database", "migrations", "roles"]);
        return Ok(());
    };
    let remedy =
        "Postgres 15 or newer must let its owner in at DATABASE_URL; for TLS see sslmode there and DATABASE_CA.";
    match report.line("database", look(&place).await, remedy) {
        Some(found) => schema(&place, private, found, report).await,
        None => report.skipped(&["migrations", "roles"]),
    }
    match place.postgres {
        Some(postgres) => postgres.stop().await.context("cannot stop the private Postgres"),
        None => Ok(()),
    }
}

async fn look(place: &Place) -> Result<(Inspection, String)> {
    let found = studio_db::inspect(&place.owner, &place.config.roots).await.context("the owner cannot look into it")?;
    ensure!(found.version >= OLDEST, "it is Postgres {}", found.version);
    Ok((found, format!("Postgres {}", found.version)))
}

async fn schema(place: &Place, private: bool, found: Inspection, report: &mut Report) {
    let migrations = match found.pending {
        0 => Ok(((), "all run".to_owned())),
        n if private => Ok(((), format!("{n} will be run at the next start"))),
        n => Err(anyhow::anyhow!("{n} were not run yet")),
    };
    report.line("migrations", migrations, "Run `studio-server migrate`; a start does it too.");
    if found.pending > 0 {
        println!("{:<10}  skipped  the migrations come first", "roles");
        return;
    }
    let roles = roles(place).await.map(|()| ((), "studio_app and studio_system are let in".to_owned()));
    let remedy =
        "Run `studio-server migrate` with the same STUDIO_KEY, or correct DATABASE_APP_URL and DATABASE_SYSTEM_URL.";
    report.line("roles", roles, remedy);
}

/// Connects as both, as the product does.
async fn roles(place: &Place) -> Result<()> {
    let db = Db::open(&place.config)?;
    let system = db.ping().await.context("studio_system is not let in");
    let app = async { db.tenant(OrganizationId(uuid::Uuid::nil())).await?.commit().await };
    let app = app.await.context("studio_app is not let in");
    db.close();
    system.and(app)
}
