//! The orders, in a SQLite file.

use std::path::PathBuf;

use cancel_safe::{assume_cancel_safe, cancel_safe};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{
    ConnectOptions as _, Connection as _, FromRow, QueryBuilder, Row as _, SqliteConnection,
};
use tempfile::TempDir;

use crate::Error;
use crate::args::Args;
use crate::item::{self, Item};

/// A row as the database has it.
#[derive(Debug)]
pub struct Row {
    pub id: i64,
    pub items: String,
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Row> {
        Ok(Row { id: row.try_get("id")?, items: row.try_get("items")? })
    }
}

/// A connection, and how far it has read.
pub struct Database {
    connection: SqliteConnection,
    last: i64,
}

/// Reads the row after the last one; `None` at the end of the table.
///
/// The query is by key and changes nothing, so it may be dropped and made again; and `last`
/// moves in the same poll in which the row arrives.
#[cancel_safe(stateless)]
pub async fn read_next(db: &mut Database) -> Result<Option<Row>, Error> {
    let row = assume_cancel_safe(db.row_after_last()).await?;
    if let Some(row) = &row {
        db.last = row.id;
    }
    Ok(row)
}

impl Database {
    async fn row_after_last(&mut self) -> sqlx::Result<Option<Row>> {
        sqlx::query_as("SELECT id, items FROM orders WHERE id > ? ORDER BY id LIMIT 1")
            .bind(self.last)
            .fetch_optional(&mut self.connection)
            .await
    }
}

/// The file, in a temporary folder that goes with it.
pub struct Store {
    folder: TempDir,
}

impl Store {
    /// Makes the folder and the file, and fills the table.
    pub async fn create(args: &Args) -> Result<Store, Error> {
        let unwritable =
            |error: Error| format!("cannot write to {}: {error}", args.folder.display());
        let folder = tempfile::Builder::new().prefix("youbuy-").tempdir_in(&args.folder);
        let store = Store { folder: folder.map_err(|error| unwritable(error.into()))? };
        store.fill(args).await.map_err(|error| unwritable(error.into()))?;
        Ok(store)
    }

    async fn fill(&self, args: &Args) -> sqlx::Result<()> {
        /// A statement has room for 32,766 values.
        const ROWS_PER_STATEMENT: usize = 10_000;

        let mut random = fastrand::Rng::with_seed(args.seed);
        let rows: Vec<_> = (0..args.rows).map(|_| item::invent(&mut random)).collect();

        let mut connection = self.connect().await?;
        let mut transaction = connection.begin().await?;
        sqlx::query("CREATE TABLE orders (id INTEGER PRIMARY KEY, items TEXT NOT NULL)")
            .execute(&mut *transaction)
            .await?;
        for rows in rows.chunks(ROWS_PER_STATEMENT) {
            QueryBuilder::new("INSERT INTO orders (items) ")
                .push_values(rows, |mut values, items| {
                    values.push_bind(items);
                })
                .build()
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        connection.close().await
    }

    /// A connection that has read nothing yet.
    pub async fn open(&self) -> Result<Database, Error> {
        Ok(Database { connection: self.connect().await?, last: 0 })
    }

    /// The whole table in one query: what has to arrive.
    pub async fn all_items(&self) -> Result<Vec<Item>, Error> {
        let rows: Vec<Row> = sqlx::query_as("SELECT id, items FROM orders ORDER BY id")
            .fetch_all(&mut self.connect().await?)
            .await?;
        Ok(rows.iter().flat_map(item::parse).collect())
    }

    async fn connect(&self) -> sqlx::Result<SqliteConnection> {
        let file: PathBuf = self.folder.path().join("orders.sqlite");
        SqliteConnectOptions::new().filename(file).create_if_missing(true).connect().await
    }
}
