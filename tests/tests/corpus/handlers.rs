//! Handlers of a web service: state, extractors, a database, a cache, other services.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use cancel_safe::cancel_safe;
use tracing::{debug, instrument, warn};
use twins::twins;

use super::outside::{
    Bucket, Cache, Database, Error, Http, Outside, Producer, Response, Result, Row,
};

/// What the handlers share.
#[derive(Clone)]
pub struct AppState {
    pub database: Database,
    pub cache: Cache,
    pub http: Http,
    pub events: Producer,
    pub config: Arc<Config>,
}

#[derive(Debug)]
pub struct Config {
    pub base_url: String,
    pub session_ttl: Duration,
    pub allowed_origins: Vec<String>,
    pub max_items: usize,
}

/// Extractors, as frameworks have them.
#[derive(Clone, Debug, PartialEq)]
pub struct State<T>(pub T);
#[derive(Clone, Debug, PartialEq)]
pub struct Json<T>(pub T);
#[derive(Clone, Debug, PartialEq)]
pub struct Path<T>(pub T);
#[derive(Clone, Debug, PartialEq)]
pub struct Query<T>(pub T);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusCode(pub u16);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewOrder {
    pub owner: String,
    pub items: Vec<(u64, i64)>,
    pub coupon: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Pagination {
    pub after: Option<u64>,
    pub limit: Option<usize>,
}

#[derive(Debug)]
pub struct ApiError {
    pub status: StatusCode,
    pub message: String,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let status = match error {
            Error::NotFound(_) => 404,
            Error::Conflict => 409,
            Error::RateLimited { .. } => 429,
            Error::Invalid { .. } => 422,
            Error::Unavailable => 503,
        };
        ApiError { status: StatusCode(status), message: error.to_string() }
    }
}

fn bad_request(message: impl Display) -> ApiError {
    ApiError { status: StatusCode(400), message: message.to_string() }
}

/// One part of a form.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Option<String>,
    pub file_name: Option<String>,
    pub data: Vec<u8>,
}

/// A form, part by part.
pub struct Multipart(pub std::collections::VecDeque<Field>);

impl Multipart {
    #[cancel_safe(stateless)]
    pub async fn next_field(&mut self) -> Result<Option<Field>> {
        cancel_safe::testing::yield_now().await;
        Ok(self.0.pop_front())
    }
}

#[twins]
mod code {
    /// A row by its number.
    #[cancel_safe]
    pub async fn show(
        State(state): State<AppState>,
        Path(id): Path<u64>,
    ) -> Result<Json<Row>, (StatusCode, String)> {
        let key = format!("row:{id}");
        if let Some(cached) =
            state.cache.get(&key).await.map_err(|error| (StatusCode(500), error.to_string()))?
        {
            let mut parts = cached.splitn(2, ':');
            let owner = parts.next().unwrap_or_default().to_string();
            let amount = parts.next().and_then(|a| a.parse().ok()).unwrap_or_default();
            return Ok(Json(Row { id, owner, amount }));
        }
        let row = state
            .database
            .fetch_optional(id)
            .await
            .map_err(|error| (StatusCode(500), error.to_string()))?
            .ok_or((StatusCode(404), format!("no row {id}")))?;
        let value = format!("{}:{}", row.owner, row.amount);
        if let Err(error) = state.cache.set(&key, &value, state.config.session_ttl).await {
            warn!(%error, "not cached");
        }
        Ok(Json(row))
    }

    /// A page of rows, and where the next one starts.
    #[cancel_safe]
    pub async fn index(
        state: &AppState,
        Query(Pagination { after, limit }): Query<Pagination>,
    ) -> Result<(Vec<Row>, Option<u64>), ApiError> {
        let limit = limit.unwrap_or(2).clamp(1, state.config.max_items);
        let after = after.unwrap_or(0);
        let mut rows = state.database.fetch_page(after, limit + 1).await?;
        let next = if rows.len() > limit {
            rows.truncate(limit);
            rows.last().map(|row| row.id)
        } else {
            None
        };
        Ok((rows, next))
    }

    /// An order: checked, priced, stored, and told to others.
    #[cancel_safe]
    #[instrument(skip_all)]
    pub async fn create(
        state: &AppState,
        order: NewOrder,
    ) -> Result<(StatusCode, Json<Row>), ApiError> {
        if order.items.is_empty() || order.items.len() > state.config.max_items {
            return Err(bad_request(format_args!("{} items", order.items.len())));
        }
        let mut total = 0;
        for (product, quantity) in &order.items {
            let product = state
                .database
                .fetch_optional(*product)
                .await?
                .ok_or_else(|| Error::NotFound(format!("product {product}")))?;
            total += product.amount * quantity;
        }
        let discount = match &order.coupon {
            Some(code) => {
                let url = format!("{}/coupons/{}", state.config.base_url, code);
                let response = state.http.get(&url).await?;
                match response.status {
                    200 => response.body.parse::<i64>().map_err(Error::from)?,
                    404 => return Err(bad_request("no such coupon")),
                    status => {
                        warn!(status, "coupons do not work");
                        0
                    }
                }
            }
            None => 0,
        };
        let row = Row { id: 900, owner: order.owner, amount: total - total * discount / 100 };
        let created = state.database.upsert(&row).await?;
        if !created {
            return Err(Error::Conflict.into());
        }
        let payload = format!("created={}", row.id);
        state.events.send("orders", Some(&row.owner), payload.as_bytes()).await?;
        Ok((StatusCode(201), Json(row)))
    }

    /// Whether a session is there, and who it is.
    #[cancel_safe]
    async fn authenticate(
        state: &AppState,
        headers: &HashMap<String, String>,
    ) -> Result<String, ApiError> {
        let token = headers
            .get("authorization")
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(|| bad_request("no token"))?;
        let key = format!("session:{token}");
        let user = match state.cache.get(&key).await? {
            Some(user) => user,
            None => {
                let url = format!("{}/introspect", state.config.base_url);
                let response = state.http.post(&url, token).await?.error_for_status()?;
                let user = response
                    .header("x-user")
                    .map(str::to_owned)
                    .ok_or_else(|| bad_request("no user"))?;
                state.cache.set(&key, &user, state.config.session_ttl).await?;
                user
            }
        };
        debug!(%user, "authenticated");
        Ok(user)
    }

    /// Removes what belongs to the one that asks.
    #[cancel_safe]
    pub async fn remove(
        state: &AppState,
        headers: &HashMap<String, String>,
        ids: &[u64],
    ) -> Result<Vec<u64>, ApiError> {
        let user = authenticate(_, state, headers).await?;
        let mut removed = Vec::with_capacity(ids.len());
        for &id in ids {
            let Some(row) = state.database.fetch_optional(id).await? else {
                continue;
            };
            if row.owner != user {
                return Err(ApiError {
                    status: StatusCode(403),
                    message: format!("{id} is {}'s", row.owner),
                });
            }
            state.database.execute("delete", &[&id.to_string()]).await?;
            state.cache.del(&format!("row:{id}")).await?;
            removed.push(id);
        }
        Ok(removed)
    }

    /// A web hook: each event once, whatever the sender repeats.
    #[cancel_safe]
    pub async fn hook(
        state: &AppState,
        event_id: &str,
        body: &BTreeMap<&str, &str>,
    ) -> Result<StatusCode, ApiError> {
        let lock = format!("hook:{event_id}");
        if !state.cache.set_nx(&lock, "1").await? {
            return Ok(StatusCode(208));
        }
        #[rederive]
        let kind = *body.get("type").ok_or_else(|| bad_request("type"))?;
        let result = match kind {
            "paid" | "refunded" => {
                #[rederive]
                let id = body.get("id").copied().unwrap_or_default();
                state.database.execute(kind, &[id, event_id]).await.map(|_| ())
            }
            "ping" => Ok(()),
            other => {
                let topic = format!("unknown.{other}");
                state.events.send(&topic, None, b"").await
            }
        };
        if let Err(error) = result {
            // It may be sent again.
            state.cache.del(&lock).await?;
            return Err(error.into());
        }
        Ok(StatusCode(204))
    }

    /// The files of a form into a bucket, the other fields into a row.
    #[cancel_safe]
    pub async fn upload(
        state: &AppState,
        bucket: &Bucket,
        mut form: Multipart,
    ) -> Result<Json<HashMap<String, String>>, ApiError> {
        let mut stored = HashMap::new();
        let mut fields: Vec<String> = Vec::new();
        while let Some(field) = form.next_field().await? {
            let Field { name, file_name, data } = field;
            let Some(name) = name else {
                return Err(bad_request("a field without a name"));
            };
            match file_name {
                Some(file) if data.is_empty() => warn!(%file, "empty"),
                Some(file) => {
                    let extension = file.rsplit_once('.').map_or("bin", |(_, extension)| extension);
                    let key = format!("uploads/{name}.{extension}");
                    let etag = bucket.put(&key, &data).await?;
                    stored.insert(key, etag);
                }
                None => fields.push(format!("{name}={}", String::from_utf8_lossy(&data))),
            }
        }
        #[rederive]
        let args: Vec<&str> = fields.iter().map(String::as_str).collect();
        state.database.execute("insert into uploads", &args).await?;
        Ok(Json(stored))
    }

    /// A transfer in a transaction, which is kept while it ends.
    #[cancel_safe]
    pub async fn transfer(
        state: &AppState,
        from: u64,
        to: u64,
        amount: i64,
    ) -> Result<u32, ApiError> {
        let mut tx = state.database.begin().await?;
        let balance = tx.fetch_optional(from).await?.map(|row| row.amount).unwrap_or(0);
        if balance < amount {
            let mut rollback = Box::pin(tx.rollback());
            (&mut rollback).await?;
            return Err(bad_request(format!("{balance} is less than {amount}")));
        }
        let amount = amount.to_string();
        tx.execute("debit", &[from.to_string().as_str(), &amount]).await?;
        tx.execute("credit", &[to.to_string().as_str(), &amount]).await?;
        let mut commit = Box::pin(tx.commit());
        let statements = (&mut commit).await?;
        Ok(statements)
    }

    /// Where a request goes: by its path, and by what is behind it.
    #[cancel_safe]
    pub async fn route(state: &AppState, method: &str, path: &str) -> Response {
        let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
        let result = match (method, segments.as_slice()) {
            ("GET", []) => Ok("index".to_string()),
            ("GET", ["rows", id]) => match id.parse() {
                Ok(id) => state.database.fetch_optional(id).await.map(|row| format!("{row:?}")),
                Err(error) => Err(Error::from(error)),
            },
            ("POST", ["rows", id, action @ ("lock" | "unlock")]) => {
                state.database.execute(action, &[id]).await.map(|n| n.to_string())
            }
            ("GET", ["proxy", rest @ ..]) => {
                let url = format!("{}/{}", state.config.base_url, rest.join("/"));
                match state.http.get(&url).await {
                    Ok(response) => return response,
                    Err(e) => Err(e),
                }
            }
            _ => Err(Error::NotFound(path.to_string())),
        };
        match result {
            Ok(body) => Response { status: 200, body, ..Default::default() },
            Err(error) => {
                let ApiError { status: StatusCode(status), message } = error.into();
                Response { status, body: message, ..Default::default() }
            }
        }
    }
}

fn app(outside: &Outside) -> AppState {
    AppState {
        database: outside.database().with(&[(1, "me", 30), (2, "you", 5), (3, "me", 7)]),
        cache: outside.cache().with(&[("row:3", "me:8")]),
        http: outside.http().page("http://a/coupons/ten", 200, "", "10").page(
            "http://a/introspect",
            200,
            "x-user: me",
            "",
        ),
        events: outside.producer(),
        config: Arc::new(Config {
            base_url: "http://a".into(),
            session_ttl: Duration::from_secs(60),
            allowed_origins: vec![],
            max_items: 3,
        }),
    }
}

fn new_order(coupon: Option<&str>) -> NewOrder {
    NewOrder { owner: "me".into(), items: vec![(1, 2), (2, 1)], coupon: coupon.map(str::to_owned) }
}

fn filled_form() -> Multipart {
    let field = |name: &str, file: Option<&str>, data: &str| Field {
        name: Some(name.to_owned()),
        file_name: file.map(str::to_owned),
        data: data.as_bytes().to_vec(),
    };
    Multipart(
        [
            field("title", None, "a title"),
            field("cover", Some("x.png"), "png"),
            field("empty", Some("y.png"), ""),
            field("tag", None, "b"),
        ]
        .into(),
    )
}

same! {
    fn show in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| show(State(state.clone()), Path(1));
    annotated: |_, pending| show(pending);
    owned: (State(app(&Outside::new(log))), Path(1));
}

same! {
    fn index in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| index(state, Query(Pagination::default()));
    annotated: |state, pending| index(pending, state);
    owned: Query(Pagination::default());
}

same! {
    fn create in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| create(state, new_order(Some("ten")));
    annotated: |state, pending| create(pending, state);
    owned: new_order(Some("ten"));
}

same! {
    fn create_with_a_bad_coupon in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| create(state, new_order(Some("none")));
    annotated: |state, pending| create(pending, state);
    owned: new_order(Some("none"));
}

same! {
    fn remove in code;
    setup: |log| {
        let headers = HashMap::from([("authorization".to_owned(), "Bearer t".to_owned())]);
        (app(&Outside::new(log)), headers)
    };
    plain: |(state, headers)| remove(state, headers, &[1, 9, 2]);
    annotated: |(state, headers), pending| remove(pending, state, headers, &[1, 9, 2]);
}

same! {
    fn hook in code;
    setup: |log| (
        app(&Outside::new(log).failing("paid", [Error::Unavailable])),
        BTreeMap::from([("type", "paid"), ("id", "7")]),
    );
    plain: |(state, body)| hook(state, "e1", body);
    annotated: |(state, body), pending| hook(pending, state, "e1", body);
}

same! {
    fn upload in code;
    setup: |log| {
        let outside = Outside::new(log);
        (app(&outside), outside.bucket())
    };
    plain: |(state, bucket)| upload(state, bucket, filled_form());
    annotated: |(state, bucket), pending| upload(pending, state, bucket);
    owned: filled_form();
}

same! {
    fn transfer in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| transfer(state, 1, 2, 20);
    annotated: |state, pending| transfer(pending, state);
    owned: (1, 2, 20);
}

same! {
    fn transfer_too_much in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| transfer(state, 1, 2, 200);
    annotated: |state, pending| transfer(pending, state);
    owned: (1, 2, 200);
}

same! {
    fn route_rows in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| route(state, "POST", "/rows/7/lock");
    annotated: |state, pending| route(pending, state, "POST", "/rows/7/lock");
}

same! {
    fn route_proxy in code;
    setup: |log| app(&Outside::new(log));
    plain: |state| route(state, "GET", "/proxy/coupons/ten/");
    annotated: |state, pending| route(pending, state, "GET", "/proxy/coupons/ten/");
}
