use std::collections::HashMap;

use cancel_safe::cancel_safe;
use tokio::sync::mpsc::Sender;

struct Message {
    topic: String,
    id: u32,
}

#[cancel_safe]
async fn publish(topics: &HashMap<String, Sender<Message>>, message: Message) -> Option<()> {
    let topic = topics.get(&message.topic)?;
    //~^ borrowed-across-await
    topic.send(message).await.ok()
}

#[cancel_safe]
async fn answer(callers: &mut HashMap<u32, Sender<(u32, Message)>>, messages: Vec<Message>) {
    for message in messages {
        if let Some(caller) = callers.get_mut(&message.id) {
            //~^ borrowed-across-await
            let _ = caller.send((1, message)).await;
        }
    }
}

fn main() {}
