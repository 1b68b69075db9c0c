use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Search<'a> {
    name: &'a str,
}

#[cancel_safe]
impl<'a> Search<'a> {
    #[cancel_safe]
    async fn run(self, rx: &mut Receiver<String>) -> bool {
        //~^ borrowed-across-await
        rx.recv().await.is_some_and(|name| name == self.name)
    }

    #[cancel_safe]
    async fn longest(&self, rx: &mut Receiver<&'static str>) -> usize {
        let mut best: Option<Self> = None;
        //~^ borrowed-across-await
        while let Some(name) = rx.recv().await {
            best = best.filter(|best| best.name.len() > name.len()).or(Some(Search { name }));
        }
        best.map_or(0, |best| best.name.len())
    }
}

fn main() {}
