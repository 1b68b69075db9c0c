//! The iterator of a `for` loop, or one that has a name, over something that can be iterated again.

/// Counts how often it was asked, so that another iterator over the same can be advanced to where
/// this one was.
#[derive(Debug)]
pub struct Counted<I> {
    iter: I,
    count: usize,
}

impl<I: Iterator> Counted<I> {
    /// Starts to iterate.
    #[inline]
    pub fn new(iterable: impl IntoIterator<IntoIter = I>) -> Self {
        Counted { iter: iterable.into_iter(), count: 0 }
    }

    /// Goes back to where another iterator was when it had yielded `count` items: the last of
    /// them is the next one here, for the body of the loop still works on it. With 0, starts.
    #[inline]
    pub fn resume(iterable: impl IntoIterator<IntoIter = I>, count: usize) -> Self {
        Self::behind(iterable, count.saturating_sub(1))
    }

    /// Goes to where another iterator was when it had been asked `count` times.
    #[inline]
    pub fn behind(iterable: impl IntoIterator<IntoIter = I>, count: usize) -> Self {
        let mut iter = iterable.into_iter();
        if let Some(last) = count.checked_sub(1) {
            iter.nth(last);
        }
        Counted { iter, count }
    }
}

impl<I> Counted<I> {
    /// How often it was asked.
    #[inline]
    pub fn count(&self) -> usize {
        self.count
    }
}

impl<I: Iterator> Iterator for Counted<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.count += 1;
        self.iter.next()
    }
}
