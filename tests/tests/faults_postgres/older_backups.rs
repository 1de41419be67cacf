//! A backup of every migration's database is read by this version: what it then holds is what the same database holds that was upgraded
//! where it was.

use lanegate_server::db::{self, newest_migration};
use lanegate_tests::carried::contents;
use lanegate_tests::catalog::{differences, lines};
use lanegate_tests::database::Database;
use lanegate_tests::isolation::findings;
use sqlx::Connection as _;

use crate::upgrade::filled;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_every_migration_becomes_what_an_upgrade_makes() {
    let folder = tempfile::tempdir().unwrap();
    // No version before migration 12 wrote any; the command reads the database of one, too.
    for version in 11..=newest_migration() {
        let database = Database::fresh().await;
        let mut look = database.look().await;
        filled(&mut look, version).await;
        let file = folder.path().join(version.to_string());
        db::write_archive(&database.admin(), &file).await.unwrap();
        db::prepare(&database.admin()).await.unwrap();

        let other = Database::fresh().await;
        let manifest = db::read_archive(&other.owner(), &file).await.unwrap();
        assert!(manifest.rows() > 10, "{manifest:?}");
        let mut restored = other.look().await;
        assert_eq!(contents(&mut restored).await, contents(&mut look).await, "from migration {version}");
        let (found, wanted) = (lines(&mut restored).await, lines(&mut look).await);
        assert_eq!(differences(&found, &wanted), (Vec::new(), Vec::new()), "from migration {version}");
        assert_eq!(findings(&mut restored).await, [""; 0], "from migration {version}");
        db::look(&other.admin(), false).await.expect("a server finds it of its version");
        look.close().await.unwrap();
        restored.close().await.unwrap();
    }
}
