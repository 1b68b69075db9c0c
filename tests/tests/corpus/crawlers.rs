//! Clients that follow what they find: links, redirects, pages, names.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cancel_safe::cancel_safe;
use tracing::debug;
use twins::twins;

use super::outside::{Cache, Error, Http, Outside, Response, Result};

#[twins]
mod code {
    /// All pages of a site, to a depth, with what its robots file forbids left out.
    #[cancel_safe]
    pub async fn crawl(http: &Http, root: &str, depth: u32) -> Result<BTreeMap<String, usize>> {
        let robots = match http.get("/robots").await?.error_for_status() {
            Ok(response) => response.body,
            Err(Error::NotFound(_)) => String::new(),
            Err(error) => return Err(error),
        };
        let forbidden: Vec<&str> =
            robots.lines().filter_map(|line| line.strip_prefix("no ")).collect();
        let mut seen = BTreeSet::from([root.to_string()]);
        let mut queue = VecDeque::from([(root.to_string(), 0)]);
        let mut sizes = BTreeMap::new();
        while let Some((url, level)) = queue.pop_front() {
            if forbidden.iter().any(|prefix| url.starts_with(prefix)) {
                debug!(url, "forbidden");
                continue;
            }
            let Ok(Response { status: 200, body, .. }) = http.get(&url).await else {
                continue;
            };
            if level < depth {
                for link in body.split_whitespace().filter(|word| word.starts_with('/')) {
                    if seen.insert(link.to_owned()) {
                        queue.push_back((link.to_owned(), level + 1));
                    }
                }
            }
            sizes.insert(url, body.len());
        }
        Ok(sizes)
    }

    /// Follows redirects, but not in circles.
    #[cancel_safe]
    pub async fn follow(http: &Http, url: &str, limit: usize) -> Result<(String, Vec<String>)> {
        let mut current = url.to_owned();
        let mut visited = Vec::new();
        let body = loop {
            let response = http.get(&current).await?;
            match response.status {
                301 | 302 | 307 => {
                    let Some(next) = response.header("location").map(str::to_owned) else {
                        return Err(Error::Invalid { field: "location", reason: current });
                    };
                    if visited.contains(&next) || visited.len() == limit {
                        return Err(Error::Conflict);
                    }
                    visited.push(std::mem::replace(&mut current, next));
                }
                _ => break response.error_for_status()?.body,
            }
        };
        Ok((body, visited))
    }

    /// A name through aliases, with each answer cached.
    #[cancel_safe]
    pub async fn resolve(cache: &Cache, http: &Http, name: &str) -> Result<Option<String>> {
        let mut target = name.trim_end_matches('.').to_ascii_lowercase();
        for hop in 0..4 {
            let answer = if let Some(known) = cache.get(&target).await? {
                known
            } else {
                let response = http.get(&format!("/dns/{target}")).await?;
                if response.status == 404 {
                    return Ok(None);
                }
                let ttl = std::time::Duration::from_secs(60 + hop);
                cache.set(&target, &response.body, ttl).await?;
                response.body
            };
            match answer.split_once(' ') {
                Some(("A", address)) => return Ok(Some(address.to_string())),
                Some(("CNAME", alias)) => target = alias.to_string(),
                _ => return Err(Error::Invalid { field: "answer", reason: answer }),
            }
        }
        Err(Error::Conflict)
    }

    /// Pages behind a cursor, until one has an item that is known.
    #[cancel_safe]
    pub async fn newest(http: &Http, known: &BTreeSet<u32>) -> Result<Vec<u32>> {
        let mut cursor = Some(String::from("0"));
        let mut items = Vec::new();
        'pages: while let Some(at) = cursor.take() {
            let page = http.get(&format!("/items?{at}")).await?.error_for_status()?;
            for item in page.body.split(',') {
                let item = item.trim().parse()?;
                if known.contains(&item) {
                    break 'pages;
                }
                http.post("/seen", &item.to_string()).await?;
                items.push(item);
            }
            cursor = page.header("next").map(ToOwned::to_owned);
        }
        items.reverse();
        Ok(items)
    }
}

same! {
    fn crawl in code;
    setup: |log| Outside::new(log).http()
        .page("/robots", 200, "", "no /x\nyes /y")
        .page("/", 200, "", "see /a and /x or /a")
        .page("/a", 200, "", "back to / or on to /b /c")
        .page("/b", 200, "", "the end");
    plain: |http| crawl(http, "/", 2);
    annotated: |http, pending| crawl(pending, http, "/");
    owned: 2;
}

same! {
    fn follow in code;
    setup: |log| Outside::new(log).http()
        .page("/a", 301, "location: /b", "").page("/b", 302, "location: /c", "")
        .page("/c", 200, "", "here");
    plain: |http| follow(http, "/a", 5);
    annotated: |http, pending| follow(pending, http, "/a");
    owned: 5;
}

same! {
    fn follow_in_circles in code;
    setup: |log| Outside::new(log).http()
        .page("/a", 301, "location: /b", "").page("/b", 302, "location: /a", "");
    plain: |http| follow(http, "/a", 5);
    annotated: |http, pending| follow(pending, http, "/a");
    owned: 5;
}

same! {
    fn resolve in code;
    setup: |log| {
        let outside = Outside::new(log);
        let http = outside.http().page("/dns/www", 200, "", "CNAME web").page("/dns/srv", 200, "", "A 7");
        (outside.cache().with(&[("web", "CNAME srv")]), http)
    };
    plain: |(cache, http)| resolve(cache, http, "WWW.");
    annotated: |(cache, http), pending| resolve(pending, cache, http, "WWW.");
}

same! {
    fn newest in code;
    setup: |log| {
        let http = Outside::new(log).http();
        let http = http.page("/items?0", 200, "next: 2", "9, 8").page("/seen", 200, "", "");
        (http.page("/items?2", 200, "next: 4", "7, 3, 2"), BTreeSet::from([3]))
    };
    plain: |(http, known)| newest(http, known);
    annotated: |(http, known), pending| newest(pending, http, known);
}
