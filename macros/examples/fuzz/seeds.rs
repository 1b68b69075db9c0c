async fn a(x: &u8) { let y = b(x).await; c(y).await }
async fn a(x: u8) -> u8 { loop { if b().await { break x } } }
async fn a() { for x in b() { c.send(x).await?; } }
async fn a() { while let Some(x) = b.recv().await { c(x) } }
async fn a(x: &[u8]) { for y in x { z(y).await; } }
async fn a() -> T { match b().await { C(d) => e(d).await, _ => f } }
async fn a() { let Some(b) = c().await else { return }; d(b).await }
async fn a() { let b = &c[1..]; d(b).await; e(b) }
async fn a() { let (b, mut c) = d; e().await; c += b }
async fn a() { let _g = b(); c().await }
async fn a() { if let Some(b) = &c && d { e(b).await } else { f().await } }
async fn a() { b(c().await, d(e), f().await?) }
async fn a() { b!(c.await); println!("{d} {}", e.await) }
async fn a() { safe_select! { b = c() => d(b).await, else => {} } }
async fn a() { let b; if c { b = 1; d().await } else { b = 2 } e(b) }
async fn a() { 'b: loop { loop { c().await; continue 'b } } }
async fn a() { let b = async move { c().await }; b.await }
async fn a() { b.c[d].e = f().await; g += h().await }
async fn a() { b && c().await || d(|| e).await }
async fn a() { unsafe { b().await } { c }.d().await }
async fn a() { timeout(b, c.recv()).await?; d(_, &mut e).await }
async fn a<'b, const N: usize>(c: &'b [u8; N], d: impl E) -> &'b u8 { f().await; &c[0] }
async fn a(self) { self.b().await }
async fn a() { match b { c if d => e().await, f @ 1..=3 => g, ref h => i(h).await } }
async fn a() { #[rederive] let b = c.d(); e().await; f(b) }
async fn a() { return b().await }
async fn a() -> ! { loop { b().await } }
async fn a() { let b: Vec<u8> = c(); d(&b).await; drop(b) }
impl A { #[cancel_safe] async fn b(&self) { c().await } }
impl A for B { #[cancel_safe(stored_in = self.c)] async fn b(&mut self) { c().await } }
impl A { #[cancel_safe(stateless)] async fn b(&mut self) -> C { self.d.recv().await } }

safe_select! { a = b.c() => d }
safe_select! { Some(a) = b() => a, else => c }
safe_select! { biased; a = b, if c => d, e = f => {} }
safe_select! { _ = async { a().await; b } => c }
safe_select! { _ = async move { loop { a.await } } => c, }
safe_select! { (a, B { c, .. }) = &mut d => {} default => e }
safe_select! { Ok(a) | Err(a) = pin!(b()) => a, complete => c }
safe_select! { a = if b { c() } else { d.e() } => f?, }
safe_select! { a = match b { _ => c } => { d } e = Box::pin(f()) => g }
safe_select! { a = timeout(b, c.recv()).fuse() => return a }

async fn read_send(db: &mut Database, channel: &mut Sender<Item>) -> Result<(), Error> {
    loop {
        let Some(data) = read_next(_, db).await? else { return Ok(()) };
        let items = parse(&data);
        for item in items {
            channel.send(item).await?;
        }
    }
}

async fn matches(n: u32, rx: &Receiver<u32>, msg: Msg) -> Option<u32> {
    match msg {
        Msg::A(a) if a > n => rx.recv().await,
        Msg::B { x, y: ref z } => { let z = z.clone(); rx.recv().await.map(|r| r + x + z) }
        _ | Msg::C => return None,
    }
}

async fn loops(tx: &mut Sender<u8>, mut data: Vec<u8>) -> usize {
    let mut sum = 0;
    'outer: while let Some(byte) = data.pop() {
        for (i, part) in data.iter().enumerate() {
            if *part == byte { continue 'outer; }
            tx.send(data[i]).await.unwrap();
        }
        sum += if byte > 3 { a().await + 1 } else { break };
    }
    sum
}

async fn expressions<'a, T: Copy>(self, x: &'a [T], mut y: &T) -> T where T: Add {
    let (a, mut b): (u32, _) = (f(g().await, h(&x[1..]).await)?, 7);
    let view = &x[b..][..2];
    b += i().await * 2;
    let _guard = lock();
    println!("{a} {b:?} {}", j().await);
    let c = async { k().await };
    let d = async move { l(b) }.await;
    c.await && m(&mut y).await || !n().await;
    [o().await; 2][0] = S { p: q().await, ..r() }.p;
    unsafe { s(&raw const a).await };
    #[cfg(test)]
    let t = timeout(limit, rx.recv()).await;
    let Ok(u) = v().await else { w().await; panic!() };
    (u as u64).x(|y| y + 1, { z; z }).await
}

async fn selects(rx: &mut Receiver<u32>, mut open: bool) -> u32 {
    let mut count = 0u32;
    loop {
        cancel_safe::safe_select! {
            biased;
            Some(n) = rx.recv(), if open && count < 3 => count += work(n).await,
            _ = tick.tick() => { continue }
            n = async { a.recv().await } => return n,
            else => break count,
        }
    }
}

async fn if_lets(a: Option<u32>, b: &B) -> Result<u8, ()> {
    if let Some(x) = a && let Ok(y) = b.get(x).await { c(y).await } else if d() { e().await }
    let r = if f { g().await? } else { match h { 1..=3 => i().await, k @ _ => k } };
    'l: { if r > 1 { break 'l } j().await };
    Ok::<_, ()>(r)
}

impl<T> Connection<T> {
    #[cancel_safe]
    pub async fn read(&mut self, n: usize) -> io::Result<Option<Frame>> {
        self.stream.read_exact(&mut self.buffer[..n]).await?;
        Ok(None)
    }
    #[cancel_safe(stored_in = self.pending)]
    async fn write(self: Pin<&mut Self>, frame: &Frame) { self.io.write_all(frame).await.unwrap() }
    #[cancel_safe(stateless)]
    async fn next(&mut self) -> Option<Msg> { self.rx.recv().await.map(decode) }
    fn plain(&self) {}
}

async fn short() { a.b(c).await; }

async fn nothing(x: String, (a, b): (u8, &u8), _: impl Into<String>) -> impl Sized {}

fn not_async() {}

struct NotAFunction(u8);

safe_select! {
    biased;
    Some(x) = self.rx.recv(), if open && count < 3 => return x,
    (a, [b, ..]) = &mut Box::pin(f(1)) => { a + b }
    _ = async { let Some(v) = rx.recv().await else { return }; seen.push(v); } => {}
    Point { x, y: Ok(y) } = timeout(limit, rx.recv()).fuse() => x.await?,
    else => break 'outer,
}

safe_select! {
    x = if a { b.recv() } else { c.recv() } => match x { Some(x) => x, None => continue },
    | y @ (Ok(_) | Err(_)) = match z { 1 => a.recv(), _ => b.recv() }, if !done => drop(y),
    ref mut v = pin!(stream.next()) => v.push(1),
    task = task => task.unwrap(),
    default => { 1 }
    complete => 2
}

safe_select! {
    a = b -> c,
    biased;
    else => 1,
    d = e if f => g h = i => j,
    Ok(k) = async move { loop { l.await; } } => k,
    complete, if m => {}
}

safe_select! {
    a = rx.as_mut().map(|rx| rx.recv()).unwrap() => a,
    b = async { if c { d.await } else { safe_select! { e = f.recv() => e, else => 3 } } } => b,
    _ = OptionFuture::from(Some(g.h())).boxed() => {}
    i = &mut j.k[l] => { i }
}

