use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Receiver;

struct Job {
    url: String,
}

impl Job {
    fn url(&self) -> &str {
        &self.url
    }

    fn user(&self) -> Option<&str> {
        self.url.split_once('@').map(|(user, _)| user)
    }
}

struct Client {
    answers: Receiver<usize>,
}

#[cancel_safe]
impl Client {
    #[cancel_safe]
    async fn get(&mut self, url: &str) -> Option<usize> {
        self.answers.recv().await.filter(|length| *length < url.len())
    }
}

#[cancel_safe]
async fn fetch(client: &mut Client, job: Job) {
    client.get(_, job.url()).await;
    //~^ borrowed-across-await
    let url = job.url();
    client.get(_, url).await;
    //~^ borrowed-across-await
    if let Some(user) = job.user() {
        //~^ borrowed-across-await
        client.answers.recv().await;
        println!("{user}");
    }
}

fn main() {}
