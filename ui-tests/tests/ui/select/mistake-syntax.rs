use cancel_safe::safe_select;
use tokio::sync::mpsc::Receiver;

/// Of a handler, as of any other block.
async fn count(a: &mut Receiver<u32>, b: &mut Receiver<String>) -> u32 {
    let mut sum = 0;
    safe_select! {
        n = a.recv() => {
            sum += n.unwrap_or(0)
            //~^ syntax
            sum *= 2;
        }
        text = b.recv() => match text {
            Some(text) => sum += text.missing()
            //~^ syntax E0599
            None => sum += 1,
        },
    }
    sum
}

fn main() {}
