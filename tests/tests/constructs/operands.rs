//! What is passed by value to an operation that may have to wait: coerced, borrowed, looked at.

// The forms under test are not always those that one would write.
#![allow(clippy::all)]

use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::fmt::{Debug, Display};
use std::sync::Arc;

use cancel_safe::{Checkpoint, cancel_safe};
use tests::env::Env;
use tests::twice;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::{Mutex, OwnedMutexGuard, mpsc};

type Shown = Box<dyn Display + Send>;

/// What waits for room until two of its three items have been taken.
fn crowded<T: Send + 'static>() -> (mpsc::Sender<T>, mpsc::Receiver<T>) {
    mpsc::channel(1)
}

twice! {
    async fn boxed_as_a_trait(env: &mut Env) -> String {
        let (tx, mut rx) = crowded::<Shown>();
        let number = Box::new(7);
        tx.send(number).await.ok();
        let first = rx.recv().await.map(|shown| shown.to_string());
        tx.send(Box::new("text")).await.ok();
        env.pause().await;
        let typed: Box<String> = Box::new(String::from("typed"));
        let second = rx.recv().await.map(|shown| shown.to_string());
        tx.send(typed).await.ok();
        let third = rx.recv().await.map(|shown| shown.to_string());
        format!("{first:?} {second:?} {third:?}")
    }
}

twice! {
    async fn shared_as_a_trait(env: &mut Env) -> usize {
        let (tx, mut rx) = crowded::<Arc<dyn Display + Send + Sync>>();
        let text = Arc::new(String::from("shared"));
        let again = text.clone();
        tx.send(text).await.ok();
        env.pause().await;
        let sent = rx.recv().await;
        env.note(sent.unwrap());
        again.len()
    }
}

twice! {
    async fn functions_as_pointers(env: &mut Env) -> u32 {
        fn twice(n: u32) -> u32 {
            n * 2
        }
        let (tx, mut rx) = crowded::<fn(u32) -> u32>();
        tx.send(twice).await.ok();
        let mut sum = rx.recv().await.map_or(0, |f| f(4));
        tx.send(|n| n + 1).await.ok();
        env.pause().await;
        sum += rx.recv().await.map_or(0, |f| f(4));
        sum
    }
}

twice! {
    async fn the_front_of_a_queue(env: &mut Env) -> String {
        let (mut near, mut far) = tokio::io::duplex(3);
        let mut queue = VecDeque::from([b"ab".to_vec(), b"c".to_vec()]);
        let mut got = String::new();
        while let Some(front) = queue.front() {
            near.write_all(front).await.unwrap();
            env.note(front.len());
            queue.pop_front();
            let mut part = [0; 1];
            far.read_exact(&mut part).await.unwrap();
            got.push(part[0] as char);
        }
        if let Some(last) = queue.back() {
            env.note(last.len());
        }
        got
    }
}

twice! {
    async fn the_top_of_a_heap(env: &mut Env) -> u32 {
        let mut heap = BinaryHeap::from([3, 9, 4]);
        let mut sum = 0;
        while let Some(top) = heap.peek() {
            sum += env.get(*top).await;
            env.note(top);
            heap.pop();
        }
        sum
    }
}

twice! {
    async fn the_ends_of_a_map(env: &mut Env) -> u32 {
        let mut map = BTreeMap::from([(1, String::from("a")), (2, String::from("b"))]);
        let mut sum = 0;
        while let Some((key, text)) = map.first_key_value() {
            sum += env.get(*key).await;
            env.text(text).await;
            map.pop_first();
        }
        let mut list = VecDeque::from([1, 2]);
        if let Some(back) = list.back_mut() {
            *back += env.get(5).await;
            env.pause().await;
            *back += 1;
        }
        sum + list[1]
    }
}

twice! {
    async fn a_match_on_the_parts_of_a_value(env: &mut Env) -> usize {
        let mut sum = 0;
        for line in ["go north", "wait 3", "stop"] {
            let line = env.text(line).await;
            match line.split(' ').collect::<Vec<_>>().as_slice() {
                ["go", place] => {
                    env.text(place).await;
                    env.note(place);
                    sum += place.len();
                }
                ["wait", n] if n.parse::<u32>().is_ok() => {
                    sum += env.get(n.parse().unwrap()).await as usize;
                }
                others => {
                    env.pause().await;
                    sum += others.len();
                }
            }
        }
        sum
    }
}

twice! {
    async fn a_match_on_a_part_of_what_a_call_makes(env: &mut Env) -> String {
        let name = env.text("  Name ").await;
        match name.to_uppercase().trim() {
            "NAME" => {
                env.pause().await;
            }
            other => {
                env.text(other).await;
                env.note(other);
            }
        }
        if let Some((first, rest)) = name.repeat(2).trim().split_once('m') {
            env.text(first).await;
            env.note(format_args!("{first}, {rest}"));
        }
        let mut found = Vec::new();
        while let [first, second, ..] = env.list(found.len() as u32).await.as_slice() {
            env.get(*first).await;
            found.push(*second);
            break;
        }
        format!("{found:?}")
    }
}

twice! {
    (env, Some("a"); 3)
    async fn copies_are_used_by_value(env: &mut Env, name: Option<&str>, n: u32) -> u32 {
        let some = Some(3);
        let list = env.list(2).await;
        env.get(n + 1).await;
        env.get(some.unwrap() + 1).await;
        env.text(name.unwrap()).await;
        env.flag(list.contains(&(n + 1))).await;
        env.text(&(n - 1).to_string()).await;
        list[0] + some.unwrap()
    }
}

twice! {
    async fn a_part_of_what_a_call_makes(env: &mut Env) -> String {
        let words = vec![String::from("one"), String::from("two")];
        let (mut near, mut far) = tokio::io::duplex(2);
        let mut got = [0; 3];
        near.write_all(words.join("")[..2].as_bytes()).await.unwrap();
        far.read_exact(&mut got[..2]).await.unwrap();
        near.write_all(words.concat().to_uppercase().trim().get(..2).unwrap().as_bytes()).await.unwrap();
        far.read_exact(&mut got[1..]).await.unwrap();
        let mut length = env.text(words[0].repeat(2).as_str()).await.len();
        length += env.text(&words.iter().rev().cloned().collect::<Vec<_>>()[0]).await.len();
        env.note(length);
        String::from_utf8_lossy(&got).into_owned()
    }
}

twice! {
    async fn a_receiver_that_is_a_part_of_what_a_call_borrows(env: &mut Env) -> String {
        struct Peer {
            ends: [tokio::io::DuplexStream; 1],
            queue: mpsc::Receiver<u32>,
        }
        let (near, mut far) = tokio::io::duplex(2);
        let (tx, queue) = mpsc::channel(1);
        let mut peer = Some(Peer { ends: [near], queue });
        let mut got = [0; 4];
        peer.as_mut().unwrap().ends[0].write_all(b"ab").await.unwrap();
        far.read_exact(&mut got[..2]).await.unwrap();
        (*peer.as_mut().unwrap()).ends[0].write_all("cd".as_bytes()).await.unwrap();
        far.read_exact(&mut got[2..]).await.unwrap();
        tx.send(3).await.unwrap();
        env.note(peer.as_mut().unwrap().queue.recv().await.unwrap());
        (peer.as_mut().unwrap().ends).first_mut().unwrap().shutdown().await.unwrap();
        env.note(far.read(&mut got).await.unwrap());
        String::from_utf8_lossy(&got).into_owned()
    }
}

/// What is behind the guard, and what the guard stands for.
#[cancel_safe::cancel_safe(stateless)]
async fn behind_a_guard(guard: &mut OwnedMutexGuard<DuplexStream>, bytes: &mut [u8]) -> usize {
    guard.read(bytes).await.unwrap()
}

twice! {
    async fn operations_behind_a_guard(env: &mut Env) -> String {
        let (near, mut far) = tokio::io::duplex(2);
        let shared: Arc<Mutex<DuplexStream>> = Arc::new(Mutex::new(near));
        let mut near: OwnedMutexGuard<DuplexStream> = shared.clone().try_lock_owned().unwrap();
        let mut got = [0; 4];
        (*near).write_all(b"ab").await.unwrap();
        far.read_exact(&mut got[..2]).await.unwrap();
        far.write_all(env.text("cd").await.as_bytes()).await.unwrap();
        let n = behind_a_guard(&mut near, &mut got[2..]).await;
        env.note(shared.try_lock().is_err());
        format!("{n} {}", String::from_utf8_lossy(&got))
    }
}

twice! {
    async fn a_receiver_that_is_borrowed_before_the_arguments_are_made(env: &mut Env) -> String {
        let (near, mut far) = tokio::io::duplex(2);
        let mut pair = (tokio::io::BufReader::new(near), String::from("ab"));
        let mut got = [0; 4];
        match &mut pair {
            (near, text) if !text.is_empty() => {
                text.push('c');
                near.get_mut().write_all(text.to_uppercase()[..2].as_bytes()).await.unwrap();
                far.read_exact(&mut got[..2]).await.unwrap();
                let text = env.text("de").await;
                near.get_mut().write_all(env.text(&text).await.to_uppercase().as_bytes()).await.unwrap();
            }
            _ => {}
        }
        far.read_exact(&mut got[2..]).await.unwrap();
        String::from_utf8_lossy(&got).into_owned()
    }
}

#[cancel_safe::cancel_safe]
async fn borrows_of_literals(
    bytes: &mpsc::Sender<&'static [u8]>,
    shown: &mpsc::Sender<&'static (dyn Debug + Sync)>,
) {
    bytes.send(&[1, 2]).await.unwrap();
    bytes.send(&[]).await.unwrap();
    bytes.send(b"text").await.unwrap();
    shown.send(&(1, "one")).await.unwrap();
}

/// They are coerced as they are in the plain call.
#[tokio::test]
async fn borrows_of_literals_are_coerced() {
    let ((bytes, mut sent), (shown, mut also_sent)) = (mpsc::channel(4), mpsc::channel(4));
    borrows_of_literals(&mut cancel_safe::Checkpoint::new(), &bytes, &shown).await;
    for expected in [&[1, 2][..], &[], b"text"] {
        assert_eq!(sent.recv().await, Some(expected));
    }
    assert_eq!(format!("{:?}", also_sent.recv().await), r#"Some((1, "one"))"#);
}

fn next(index: &mut usize) -> usize {
    *index += 1;
    *index - 1
}

twice! {
    async fn by_a_call_in_an_operand(env: &mut Env) -> usize {
        let text = env.text("abcdef").await;
        let mut at = 0;
        let n: u8 = 4;
        let a = env.text(&text[..usize::from(n)]).await;
        let b = env.text(&text[next(&mut at)..usize::from(n)]).await;
        let c = env.text(&text[next(&mut at)..]).await;
        a.len() * 100 + b.len() * 10 + c.len()
    }
}

twice! {
    async fn a_receiver_by_a_call(env: &mut Env) -> u32 {
        let (first, first_rx) = mpsc::channel(2);
        let (second, second_rx) = mpsc::channel(2);
        let senders: Vec<mpsc::Sender<u32>> = vec![first, second];
        let mut at = 0;
        for _ in 0..2 {
            let number = env.get(at as u32).await;
            senders[next(&mut at)].send(number).await.unwrap();
        }
        let mut rxs: Vec<mpsc::Receiver<u32>> = vec![second_rx, first_rx];
        let mut at = 0;
        let a = rxs[next(&mut at)].recv().await.unwrap();
        env.pause().await;
        let b = rxs[next(&mut at)].recv().await.unwrap();
        a * 10 + b
    }
}

fn length(name: &str, more: u32) -> u32 {
    name.len() as u32 + more
}

twice! {
    async fn a_borrow_of_what_is_awaited(env: &mut Env) -> u32 {
        env.note(env.load("a").await.name());
        let sum = |list: &[u32]| list.iter().sum::<u32>();
        let first = length(env.load("bc").await.name(), 1);
        first + sum(env.list(3).await.get(1..).unwrap())
    }
}

twice! {
    async fn a_borrow_by_a_range_that_is_cloned(env: &mut Env) -> usize {
        let list = env.list(4).await;
        let range = 0..env.get(2).await as usize;
        let part = &list[range.clone()];
        env.pause().await;
        part.len() + range.len()
    }
}

#[derive(Clone)]
struct Row {
    cells: Vec<u32>,
}

#[cancel_safe]
async fn total(env: &Env, cells: &[u32]) -> u32 {
    env.get(cells[0]).await + env.get(cells[1]).await
}

twice! {
    async fn a_part_of_an_item_that_is_chosen(env: &mut Env) -> u32 {
        let rows: Vec<_> = (0..3).map(|n| Row { cells: vec![n, n + 1] }).collect();
        let pending = &mut Checkpoint::new();
        let second = total(pending, env, &rows.iter().nth(1).unwrap().cells).await;
        let pending = &mut Checkpoint::new();
        let most =
            total(pending, env, &rows.iter().max_by_key(|row| row.cells[0]).unwrap().cells).await;
        let pending = &mut Checkpoint::new();
        let part = &rows.iter().max_by_key(|row| row.cells[0]).unwrap().cells[1..];
        second + most + part[0] + total(pending, env, &rows[0].cells).await
    }
}
