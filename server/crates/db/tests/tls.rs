//! TLS to a real Postgres: what is vouched for is used, what is not is refused.
#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::dsl::sql;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use embedded_postgres::{EmbeddedPostgres, Options};
use futures::StreamExt as _;
use studio_db::{Db, DbConfig, RolePasswords, Roots};
use url::Url;

/// A cluster with a certificate of its own for 127.0.0.1.
struct Server {
    postgres: EmbeddedPostgres,
    folder: tempfile::TempDir,
    port: u16,
}

impl Server {
    async fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("studio-tls-").tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut options = Options::for_tests(folder.path().join("postgres"));
        options.settings =
            vec![("listen_addresses".to_owned(), "127.0.0.1".to_owned()), ("port".to_owned(), port.to_string())];
        let postgres = EmbeddedPostgres::start(options).await.unwrap();
        let server = Self { postgres, folder, port };
        // The names are Postgres' defaults; it refuses a key that others can read or that is somebody else's.
        let cluster = server.folder.path().join("postgres/cluster").canonicalize().unwrap();
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        write_for_cluster(&cluster, "server.crt", &made.cert.pem());
        write_for_cluster(&cluster, "server.key", &made.signing_key.serialize_pem());
        std::fs::write(server.ca(), made.cert.pem()).unwrap();
        let (client, connection) =
            tokio_postgres::connect(&server.url("sslmode=disable"), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("ALTER SYSTEM SET ssl = on").await.unwrap();
        client.batch_execute("SELECT pg_reload_conf()").await.unwrap();
        server.until_tls().await;
        server
    }

    /// The reload is a signal: nothing says when it is done.
    async fn until_tls(&self) {
        let roots = Roots::read(&self.ca()).unwrap();
        for _ in 0..200 {
            if self.open("sslmode=require", &roots).ping().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("Postgres offers no TLS");
    }

    fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// URL of the superuser over TCP.
    fn url(&self, query: &str) -> String {
        let mut url = Url::parse(&self.postgres.connection().superuser_url("postgres")).unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(self.port)).unwrap();
        url.set_query(Some(query));
        url.into()
    }

    fn open(&self, query: &str, roots: &Roots) -> Db {
        let config = DbConfig {
            app_url: self.url(query),
            system_url: self.url(query),
            roots: roots.clone(),
            app_connections: 1,
            system_connections: 2,
        };
        Db::open(&config).unwrap()
    }
}

fn write_for_cluster(cluster: &Path, name: &str, text: &str) {
    let path = cluster.join(name);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let owner = std::fs::metadata(cluster).unwrap();
    chown(&path, Some(owner.uid()), Some(owner.gid())).unwrap();
}

async fn is_encrypted(db: &Db) -> bool {
    let mut tx = db.system().await.unwrap();
    let query = diesel::select(sql::<Bool>("(SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"));
    let encrypted = query.get_result::<bool>(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    encrypted
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_encrypted_to_whom_one_trusts() {
    let server = Server::start().await;
    let roots = Roots::read(&server.ca()).unwrap();
    let nobody = Roots::default();

    // Pool and LISTEN, bound to this very certificate (SCRAM's tls-server-end-point).
    let db = server.open("sslmode=require&channel_binding=require", &roots);
    assert!(is_encrypted(&db).await);
    let mut heard = Box::pin(studio_db::notify::listen(&db).await.unwrap());
    let mut tx = db.system().await.unwrap();
    studio_db::notify::notify(&mut tx, "look").await.unwrap();
    tx.commit().await.unwrap();
    let next = tokio::time::timeout(Duration::from_secs(10), heard.next()).await.unwrap();
    assert_eq!(next.as_deref(), Some("look"));

    // Migrations.
    let passwords = RolePasswords { app: "00".to_owned(), system: "11".to_owned() };
    let run = studio_db::migrate(&server.url("sslmode=require"), &roots, Some(&passwords)).await.unwrap();
    assert!(!run.is_empty());

    // Nobody known vouches for it.
    let refused = server.open("sslmode=require", &nobody).ping().await.unwrap_err();
    assert!(format!("{refused:?}").contains("UnknownIssuer"), "{refused:?}");
    let refused = studio_db::migrate(&server.url("sslmode=require"), &nobody, None).await.unwrap_err();
    assert!(format!("{refused:?}").contains("certificate"), "{refused:?}");

    // `prefer` is libpq's: encrypted where that is possible, else not.
    assert!(is_encrypted(&server.open("sslmode=prefer", &roots)).await);
    assert!(!is_encrypted(&server.open("sslmode=prefer", &nobody)).await);
    assert!(!is_encrypted(&server.open("sslmode=disable", &roots)).await);
    db.close();
    server.postgres.stop().await.unwrap();
}

#[test]
fn a_file_without_certificates_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    assert!(Roots::read(&path).is_err());
    std::fs::write(&path, "no certificate").unwrap();
    assert!(Roots::read(&path).is_err());
}
