//! `studio-server admin`: what an operator does for people.

use std::io::{IsTerminal as _, stdin};

use anyhow::{Context as _, Result, bail};
use app::i18n::I18n;
use model::{Error, Lang, Secret};
use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};
use studio_core::admin::{self, NewOwner};
use studio_core::{Actor, OpCtx};

use crate::boot::{self, Booted};
use crate::config::{Admin, CreateOwner, Options};

/// Where a password may come from, beside standard input.
const PASSWORD: &str = "STUDIO_ADMIN_PASSWORD";

/// Does one thing, also while the Studio is running, and ends.
pub(crate) async fn run(command: Admin) -> Result<()> {
    match command {
        Admin::CreateOwner(CreateOwner { email, org, name, options }) => {
            let new = NewOwner { email: email.clone(), name, password: password()?, organization: org };
            let slug = act(&options, async |ctx| admin::create_owner(&ctx, new).await).await?;
            println!("{email} owns the organization {slug}");
        }
        Admin::ResetPassword(account) => {
            let (email, new) = (account.email, password()?);
            let ended = act(&account.options, async |ctx| admin::reset_password(&ctx, &email, &new).await).await?;
            println!("The password of {email} is changed; {ended} sessions ended");
        }
        Admin::RevokeSessions(account) => {
            let email = account.email;
            let ended = act(&account.options, async |ctx| admin::revoke_sessions(&ctx, &email).await).await?;
            println!("{ended} sessions of {email} ended");
        }
    }
    Ok(())
}

/// Does one thing as the Studio itself, and leaves nothing running.
async fn act<T>(options: &Options, work: impl AsyncFnOnce(OpCtx) -> studio_core::Result<T>) -> Result<T> {
    let Booted { services, postgres } = boot::boot_beside(options).await?;
    let done = work(OpCtx::new(services.clone(), Actor::System, "admin".to_owned())).await;
    services.db.close();
    if let Some(postgres) = postgres {
        postgres.stop().await.context("cannot stop the private Postgres")?;
    }
    done.map_err(in_words)
}

/// What a person is told, as in a page.
fn in_words(error: studio_core::Error) -> anyhow::Error {
    let i18n = I18n::for_lang(Lang::En);
    match error {
        studio_core::Error::Public(Error::Invalid { fields }) => {
            let wrong = fields.iter().map(|f| format!("{}: {}", f.field, i18n.message(&f.message())));
            anyhow::anyhow!(wrong.collect::<Vec<_>>().join(" "))
        }
        studio_core::Error::Public(error) => anyhow::anyhow!(i18n.message(&error.message())),
        studio_core::Error::Internal(cause) => cause,
    }
}

/// The new password: of the environment, else the first line of standard input.
fn password() -> Result<Secret> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password.into());
    }
    let quiet = stdin().is_terminal().then(Quiet::start).transpose()?;
    let mut line = String::new();
    let read = stdin().read_line(&mut line).context("cannot read the password from standard input")?;
    drop(quiet);
    if read == 0 {
        bail!("no password: set {PASSWORD} or write it to standard input");
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned().into())
}

/// A terminal that does not show what is typed, until dropped.
struct Quiet(Termios);

impl Quiet {
    fn start() -> Result<Self> {
        eprint!("New password: ");
        let before = tcgetattr(stdin()).context("cannot ask the terminal")?;
        let mut silent = before.clone();
        silent.local_flags.remove(LocalFlags::ECHO);
        tcsetattr(stdin(), SetArg::TCSANOW, &silent).context("cannot silence the terminal")?;
        Ok(Self(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        eprintln!();
        if let Err(error) = tcsetattr(stdin(), SetArg::TCSANOW, &self.0) {
            eprintln!("studio-server: the terminal stays silent ({error}); `stty echo` helps");
        }
    }
}
