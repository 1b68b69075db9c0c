//! Rows of a database, and what follows from them: a saga, an outbox, a visit.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use cancel_safe::cancel_safe;
use tracing::warn;
use twins::twins;

use super::jobs::rows;
use super::outside::{Database, Error, Outside, Producer, Result, Row};

#[twins]
mod code {
    /// Does the steps of a saga; where one fails, undoes those before it, backwards.
    #[cancel_safe]
    pub async fn saga(
        database: &Database,
        steps: &[(&str, &str)],
    ) -> Result<usize, (String, usize)> {
        let mut done = Vec::with_capacity(steps.len());
        let mut failure = None;
        for (index, (forward, _)) in steps.iter().enumerate() {
            if let Err(error) = database.execute(forward, &[]).await {
                failure = Some(format!("{forward} ({index}): {error}"));
                break;
            }
            done.push(index);
        }
        let Some(reason) = failure else { return Ok(done.len()) };
        let mut undone = 0;
        while let Some(index) = done.pop() {
            #[rederive]
            let (_, compensation) = steps[index];
            for attempt in 1..=3 {
                match database.execute(compensation, &[&attempt.to_string()]).await {
                    Ok(_) => {
                        undone += 1;
                        break;
                    }
                    Err(error) => warn!(%error, attempt, compensation),
                }
            }
        }
        Err((reason, undone))
    }

    /// What was stored to be sent, sent; at most once each, in order by owner.
    #[cancel_safe]
    pub async fn drain_outbox(database: &Database, events: &Producer, batch: usize) -> Result<u64> {
        let mut sent = 0;
        let mut cursor = 0;
        loop {
            let rows = database.fetch_page(cursor, batch).await?;
            let Some(last) = rows.last().map(|row| row.id) else { return Ok(sent) };
            let mut by_owner: BTreeMap<String, Vec<Row>> = BTreeMap::new();
            for row in rows {
                by_owner.entry(row.owner.clone()).or_default().push(row);
            }
            let mut ids = Vec::new();
            for (owner, rows) in by_owner {
                let total: i64 = rows.iter().map(|row| row.amount).sum();
                events.send("outbox", Some(&owner), total.to_string().as_bytes()).await?;
                ids.extend(rows.iter().map(|row| row.id.to_string()));
            }
            #[rederive]
            let args = ids.iter().map(|id| id.as_str()).collect::<Vec<_>>();
            sent += database.execute("mark sent", &args).await?;
            cursor = last;
        }
    }

    /// Visits everything with a closure that says whether to go on.
    #[cancel_safe]
    pub async fn visit<B: Send + 'static>(
        database: &Database,
        visit: &mut impl FnMut(&Row) -> ControlFlow<B>,
    ) -> Result<Option<B>> {
        let mut after = None;
        loop {
            let page = database.fetch_page(after.unwrap_or_default(), 2).await?;
            if page.is_empty() {
                return Ok(None);
            }
            for row in &page {
                if let ControlFlow::Break(value) = visit(row) {
                    database.execute("visited", &[row.owner.as_str()]).await?;
                    return Ok(Some(value));
                }
                after = Some(row.id);
            }
        }
    }
}

same! {
    fn saga in code;
    setup: |log| {
        let outside = Outside::new(log);
        outside.failing("ship", [Error::Conflict]).failing("free", [Error::Unavailable]).database()
    };
    plain: |database| saga(database, &[("reserve", "free"), ("pay", "refund"), ("ship", "-")]);
    annotated: |database, pending| saga(
        pending, database, &[("reserve", "free"), ("pay", "refund"), ("ship", "-")],
    );
}

same! {
    fn drain_outbox in code;
    setup: |log| {
        let outside = Outside::new(log);
        (rows(&outside), outside.producer())
    };
    plain: |(database, events)| drain_outbox(database, events, 3);
    annotated: |(database, events), pending| drain_outbox(pending, database, events);
    owned: 3;
}

same! {
    fn visit in code;
    setup: |log| {
        let mut sum = 0;
        (rows(&Outside::new(log)), move |row: &Row| {
            sum += row.amount;
            if sum > 10 { ControlFlow::Break(sum) } else { ControlFlow::Continue(()) }
        })
    };
    plain: |(database, each)| visit(database, each);
    annotated: |(database, each), pending| visit(pending, database, each);
}
