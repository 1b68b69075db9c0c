use std::collections::HashMap;

use cancel_safe::cancel_safe;

struct Cache;

impl Cache {
    fn get(&self, key: &str) -> Option<u32> {
        key.parse().ok()
    }
}

#[cancel_safe]
async fn no_borrow(cache: &Cache) -> u32 {
    let Some(n) = cache.get("1") else { return 0 };
    //~^ evaluated-twice
    std::future::ready(()).await;
    n
}

#[cancel_safe]
async fn another_key(map: &HashMap<u32, String>) -> usize {
    let mut key = 1;
    let Some(name) = map.get(&key) else { return 0 };
    //~^ borrowed-across-await
    key += 1;
    std::future::ready(key).await;
    name.len()
}

fn main() {}
